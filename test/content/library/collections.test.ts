import { describe, expect, it } from 'vitest'
import { Collections } from '../../../content/index.js'
import { filesOf, libraryWith, storeOf, types } from '../migrate/made-store.js'

const key = 'lib:O:L'
const [one, two] = ['lb:O:L:problem:one', 'lb:O:L:problem:two'] as const
const file = 'collections/odd name.toml'
const written =
  '# by hand\n[collection]\ntitle = "Week 1"\nkey = "week-1"\ndescription = "D"\nentities = [\n    "xblock.v1:problem:two",\n]\n'

const opened = async () => {
  const store = await storeOf(
    libraryWith({ 'problem/one': '<problem/>', 'problem/two': '<problem/>' }, { [file]: written }),
  )
  return { store, collections: new Collections(store, types) }
}

describe('collections of a library', () => {
  it('are made, filled, renamed and deleted as one edit of its tree, which others’ files stay out of', async () => {
    const { store, collections } = await opened()
    const before = await store.head(key)
    await collections.change(
      key,
      [
        { do: 'set', key: 'new', title: 'Größe "1"' },
        { do: 'add', key: 'new', blocks: [two, one, two] },
        { do: 'add', key: 'week-1', blocks: [one] },
        { do: 'remove', key: 'week-1', blocks: [two] },
        { do: 'set', key: 'week-1', title: 'Week One' },
      ],
      { author: 'ann', expected: before.draft },
    )
    expect(await collections.list(key)).toEqual([
      { key: 'new', title: 'Größe "1"', description: '', blocks: [two, one] },
      { key: 'week-1', title: 'Week One', description: 'D', blocks: [one] },
    ])
    expect((await store.head(key)).entries).toBe(before.entries + 1)
    expect((await store.entry(key, 'draft')).entry).toMatchObject({ what: 'edit', author: 'ann' })
    expect((await filesOf(store, key))[file]).toBe(
      written.replace('Week 1', 'Week One').replace('problem:two', 'problem:one'),
    )
    await collections.change(key, [{ do: 'delete', key: 'week-1' }])
    expect((await collections.list(key)).map((found) => found.key)).toEqual(['new'])
    expect(await collections.list(key, '1')).toHaveLength(1)
  })

  it.each([
    [{ do: 'add', key: 'none', blocks: [one] } as const, 'search-input'],
    [{ do: 'add', key: 'week-1', blocks: ['lb:O:L:problem:three'] } as const, 'block-not-found'],
    [{ do: 'set', key: '../x' } as const, 'field-value'],
    [{ do: 'set', key: 'x', title: 'x'.repeat(501) } as const, 'field-value'],
  ])('stay as they are where a step is refused: %j', async (change, code) => {
    const { store, collections } = await opened()
    const { draft } = await store.head(key)
    const steps = [{ do: 'set', key: 'new' } as const, change]
    await expect(collections.change(key, steps)).rejects.toMatchObject({ code })
    await expect(
      collections.change(key, [{ do: 'set', key: 'new' }], { expected: 'other' }),
    ).rejects.toMatchObject({ code: 'draft-changed' })
    expect((await store.head(key)).draft).toBe(draft)
  })
})
