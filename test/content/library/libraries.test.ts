import { describe, expect, it } from 'vitest'
import { parse } from 'smol-toml'
import { AuthoringStore, Libraries } from '../../../content/index.js'
import { memoryStore } from '../../../store/index.js'
import { testTypes } from '../made-olx.js'

const key = 'lib:O:L'
const at = '2026-03-04T05:06:07.000Z'

function opened(store = memoryStore()) {
  const authoring = new AuthoringStore(store, () => new Date(at))
  const libraries = new Libraries(authoring, testTypes, () => new Date(at))
  const toml = async () => {
    const file = await (await authoring.view(key, 'draft')).tree.get('package.toml')
    return Buffer.from(await authoring.file(file?.hash ?? '')).toString()
  }
  return { authoring, libraries, toml }
}

describe('a library', () => {
  it('is made with what is said of it, as an entry of its log by whoever made it', async () => {
    const { authoring, libraries, toml } = opened()
    const said = {
      title: 'Größe "1"',
      description: 'D',
      licence: 'CC-BY-4.0',
      language: 'pt-BR',
      kind: 'problem',
    } as const
    await libraries.create({ key, ...said }, { author: 'ann' })
    expect(await libraries.settings(key)).toEqual(said)
    expect(await authoring.head(key)).toMatchObject({
      kind: 'library',
      title: 'Größe "1"',
      published: null,
      entries: 1,
    })
    const { entry } = await authoring.entry(key, 'draft')
    expect(entry).toMatchObject({ author: 'ann', at, reading: 'draft' })
    expect(parse(await toml())).toMatchObject({
      learning_package: { key, title: 'Größe "1"' },
      library: { kind: 'problem' },
    })
  })

  it('is made once: a key that is taken stays as it is', async () => {
    const { libraries } = opened()
    const tried = await Promise.allSettled([
      libraries.create({ key, title: 'One' }),
      libraries.create({ key, title: 'Two' }),
    ])
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await libraries.settings(key)).title).toBe('One')
    await expect(libraries.create({ key })).rejects.toMatchObject({ code: 'context-exists' })
  })

  it.each([
    [{ key: 'library-v1:O+L' }, 'key-kind'],
    [{ key: 'course-v1:O+C+R' }, 'key-kind'],
    [{ key: 'lib:O' }, 'key-malformed'],
    [{ key, kind: 'audio' as 'video' }, 'field-value'],
    [{ key, title: ' ' }, 'field-value'],
    [{ key, language: 'not a tag' }, 'field-value'],
    [{ key, description: 'x'.repeat(10_001) }, 'field-value'],
  ])('is refused as %j', async (library, code) => {
    const { authoring, libraries } = opened()
    await expect(libraries.create(library)).rejects.toMatchObject({ code })
    expect(await authoring.contexts()).toEqual([])
  })

  it('has its settings changed by an edit, which two authors do not overwrite each other in', async () => {
    const { authoring, libraries, toml } = opened()
    const { version } = await libraries.create({ key, title: 'One' })
    const before = await toml()
    const after = await libraries.change(
      key,
      { title: 'Two', licence: 'CC0' },
      { author: 'ann', expected: version },
    )
    expect(after).toMatchObject({ changed: true, number: 2 })
    expect(await toml()).toBe(
      before.replace('"One"', '"Two"').replace('kind = "complex"\n', 'kind = "complex"\nlicence = "CC0"\n'),
    )
    expect((await authoring.head(key)).title).toBe('Two')
    expect(await libraries.change(key, { title: 'Two' })).toMatchObject({ changed: false, number: 2 })
    await expect(libraries.change(key, { title: 'Three' }, { expected: version })).rejects.toMatchObject({
      code: 'draft-changed',
    })
  })

  it('is filled by operations on its draft', async () => {
    const { authoring, libraries } = opened()
    await libraries.create({ key })
    const { usages } = await libraries.operate(key, [
      { do: 'add', parent: key, olx: '<note url_name="n" display_name="N"/>' },
    ])
    expect(usages).toEqual(['lb:O:L:note:n'])
    expect((await (await authoring.view(key, 'draft')).block('lb:O:L:note:n'))?.settings).toEqual({
      display_name: 'N',
    })
  })
})
