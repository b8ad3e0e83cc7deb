import { describe, expect, it } from 'vitest'
import { history, restoreBlocks } from '../../../content/index.js'
import { courseWith, inCourse, storeOf, types as courseTypes } from '../migrate/made-store.js'
import { lb, openedLibrary, root, types } from './made-library.js'

const [a, p, q, u] = [lb('html', 'a'), lb('problem', 'p'), lb('problem', 'q'), lb('unit', 'u')]

describe('one block of a draft goes back to an older version', () => {
  it('with its fields and static files, alone, in one entry that can be undone', async () => {
    const { store, run, block } = await openedLibrary()
    const before = await block(a)
    await run({ do: 'put-file', usage: a, name: 'a.png', bytes: Buffer.from('another') })
    await run({ do: 'put-file', usage: a, name: 'b.png', bytes: Buffer.from('further') })
    const edit = (usage: string) =>
      ({ do: 'edit', edit: { usage, content: {}, settings: { display_name: 'Later' }, reset: [] } }) as const
    await run(edit(a), edit(p))
    const { entries, draft } = await store.head(root)
    await restoreBlocks(store, types, root, [a], '1', { author: 'ann' })
    const view = await store.view(root, 'draft')
    expect((await view.block(a))?.settings).toEqual(before?.settings)
    expect((await view.block(p))?.settings).toMatchObject({ display_name: 'Later' })
    const file = await view.asset(`${a}/a.png`)
    expect(Buffer.from(await store.file(file?.hash ?? '')).toString()).toBe('picture')
    expect(await view.asset(`${a}/b.png`)).toBeUndefined()
    expect((await store.head(root)).entries).toBe(entries + 1)
    await store.revert(root, String(entries))
    expect((await store.head(root)).draft).toBe(draft)
  })

  it('with what it held, and the blocks it lost are told', async () => {
    const { store, run, children } = await openedLibrary()
    await run({ do: 'take', usage: p, parent: u }, { do: 'place', usage: q, parent: u, index: 0 })
    expect(await children(u)).toEqual([q, a])
    await restoreBlocks(store, types, root, [u], '1')
    expect(await children(u)).toEqual([a, p])
    expect((await history(store, root, { usage: u })).items[0]?.comment).toContain('as in version 1')
  })

  it('though it was deleted', async () => {
    const { store, run, block } = await openedLibrary()
    await run({ do: 'edit', edit: { usage: q, content: {}, settings: { display_name: 'Q2' }, reset: [] } })
    await run({ do: 'delete', usage: q })
    await restoreBlocks(store, types, root, [q], '1')
    expect((await block(q))?.settings).toMatchObject({ display_name: 'Q' })
  })

  it('in a course, where it stands by now', async () => {
    const course = 'course-v1:O+C+R'
    const store = await storeOf(courseWith('<html url_name="a">Old</html><html url_name="b">B</html>'))
    const key = inCourse('html', 'a')
    await store.operate(course, courseTypes, [
      { do: 'edit', edit: { usage: key, content: { data: 'New' }, settings: {}, reset: [] } },
      { do: 'move', usage: key, parent: inCourse('vertical', 'v') },
    ])
    await restoreBlocks(store, courseTypes, course, [key], '1')
    const view = await store.view(course, 'draft')
    const block = await view.block(key)
    const { content } = (await view.definitions([block?.definition ?? ''])).get(block?.definition ?? '') ?? {}
    expect(content?.['data']).toBe('Old')
    expect((await view.block(inCourse('vertical', 'v')))?.children.at(-1)).toBe(key)
  })

  it.each([
    [[lb('html', 'none')], '1', 'block-not-found'],
    [[root], '1', 'draft-fixed'],
    [[a], '99', 'version-unknown'],
  ])('but not %j to %s', async (usages, version, code) => {
    const { store } = await openedLibrary()
    await expect(restoreBlocks(store, types, root, usages, version)).rejects.toMatchObject({ code })
  })
})
