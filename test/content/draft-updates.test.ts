import { describe, expect, it } from 'vitest'
import {
  DraftUpdates,
  upstreamReport,
  type AuthoringStore,
  type DraftOperation,
} from '../../content/index.js'
import { parseUsageKey, textOfValue, type Json } from '../../runtime/index.js'
import { courseWith, inCourse, libraryWith, storeOf, types } from './migrate/made-store.js'

const [library, course] = ['lib:O:L', 'course-v1:O+C+R']
const lb = (id: string) => `lb:O:L:problem:${id}`
const unit = inCourse('vertical', 'v')

/** A library of two problems, published, and a course with a copy of one, another in the incumbent's names, and a reference to both. */
async function site() {
  const olx = (id: string) => `<problem display_name="${id}" max_attempts="3"><p>${id} one</p></problem>`
  const store = await storeOf(
    libraryWith({ 'problem/a': olx('a'), 'problem/b': olx('b') }),
    courseWith('<html url_name="first">First</html>'),
  )
  const publish = async () => store.markPublished(library, (await store.head(library)).draft)
  const operate = async (steps: readonly DraftOperation[], context = course) =>
    (await store.operate(context, types, steps)).usages
  await publish()
  const { draft } = await store.head(library)
  const blocks = JSON.stringify([lb('a'), lb('b')])
  const [copy = '', old = '', reference = ''] = await operate([
    { do: 'paste', usage: lb('a'), parent: unit },
    {
      do: 'add',
      parent: unit,
      olx: `<problem url_name="old" display_name="a" max_attempts="9" upstream="${lb('a')}" upstream_version="1" upstream_display_name="a"><p>a one</p></problem>`,
    },
    {
      do: 'add',
      parent: unit,
      olx: `<library_content_v2 url_name="r" display_name="Both" source_libraries='["${library}:${draft}"]' library_blocks='${blocks}'/>`,
    },
  ])
  const edit = (usage: string, settings: Record<string, Json>, data?: string): DraftOperation => {
    const content = data === undefined ? {} : { data: `<problem><p>${data}</p></problem>` }
    return { do: 'edit', edit: { usage, content, settings, reset: [] } }
  }
  const changed = async (usage: string, settings: Record<string, Json>, data?: string) => {
    await operate([edit(usage, settings, data)], library)
    await publish()
  }
  return { store, updates: new DraftUpdates(store, types), operate, edit, changed, copy, old, reference }
}

const offered = async (updates: DraftUpdates, isAll = false) =>
  Object.fromEntries(
    (await updates.updates(course, isAll)).map(({ preview, isDeclined }) => [
      parseUsageKey(preview.usage).blockId.replace(/^[0-9a-f]{32}$/, 'copy'),
      `${isDeclined ? 'declined ' : ''}${preview.changed.map(({ field, own }) => field + (own === undefined ? '' : '!')).join(' ')}`,
    ]),
  )

const settingsOf = async (store: AuthoringStore, usage: string) =>
  (await (await store.view(course, 'draft')).block(usage))?.settings

describe('the updates of a course', () => {
  // What is customised of the copy, what the library then does, and what is offered to the copy, the copy in the incumbent's names, the reference.
  it.each([
    ['another block', {}, undefined, [['b', { max_attempts: 4 }]], { r: 'max_attempts' }],
    ['a setting', {}, undefined, [['a', { max_attempts: 4 }]], { copy: 'max_attempts', r: 'max_attempts' }],
    [
      'a setting, and back',
      {},
      undefined,
      [
        ['a', { max_attempts: 4 }],
        ['a', { max_attempts: 3 }],
      ],
      {},
    ],
    [
      'a title that the course has changed',
      { display_name: 'Ours' },
      undefined,
      [['a', { display_name: 'A' }]],
      { copy: 'display_name!', old: 'display_name', r: 'display_name' },
    ],
    [
      'a setting, where the course has changed the content',
      {},
      'ours',
      [['a', { max_attempts: 4 }]],
      { copy: 'max_attempts', r: 'max_attempts' },
    ],
    [
      'content that the course has changed',
      {},
      'ours',
      [['a', {}, 'a two']],
      { copy: 'data!', old: 'data', r: 'data' },
    ],
  ] as const)(
    'offer each copy and reference what changed for it, where a library changes %s',
    async (_what, own, data, changes, expected) => {
      const { updates, operate, edit, changed, copy } = await site()
      if (Object.keys(own).length > 0 || data !== undefined) await operate([edit(copy, own, data)])
      for (const [id, settings, text] of changes as unknown as readonly [
        string,
        Record<string, Json>,
        string?,
      ][])
        await changed(lb(id), settings, text)
      expect(await offered(updates)).toEqual(expected)
    },
  )

  it('are taken, undone and declined in one step, copies and references together', async () => {
    const { store, updates, operate, edit, changed, copy, old, reference } = await site()
    await operate([edit(copy, {}, 'ours')])
    await changed(lb('a'), { max_attempts: 5 }, 'a two')
    const before = await store.head(course)
    const all = { copy: 'data! max_attempts', old: 'data', r: 'data max_attempts' }
    expect(await offered(updates)).toEqual(all)
    const done = await updates.updateMany(course, { edited: 'theirs' })
    expect([...done.updated].sort()).toEqual([copy, old, reference].sort())
    expect((await store.head(course)).entries).toBe(before.entries + 1)
    expect(await offered(updates)).toEqual({})
    expect(await settingsOf(store, old)).toMatchObject({ max_attempts: 9, upstream_version: 2 })
    await store.revert(course, String(done.undo))
    expect(await offered(updates)).toEqual(all)
    const declined = await updates.decline(course, { usages: [copy, reference].map(parseUsageKey) })
    expect((await store.head(course)).entries).toBe(declined.undo + 1)
    expect(await offered(updates)).toEqual({ old: 'data' })
    expect(await offered(updates, true)).toEqual({
      copy: 'declined data! max_attempts',
      old: 'data',
      r: 'declined data max_attempts',
    })
    await changed(lb('a'), { max_attempts: 6 })
    expect(Object.keys(await offered(updates)).sort()).toEqual(['copy', 'old', 'r'])
  })

  it('keep, take or mix content of copies that was edited here, as their author wishes', async () => {
    const { store, updates, operate, edit, changed, copy } = await site()
    await operate([edit(copy, {}, 'ours')])
    await changed(lb('a'), { max_attempts: 5 }, 'a two')
    const textOf = async () => {
      const view = await store.view(course, 'draft')
      const { definition = '' } = (await view.block(copy)) ?? {}
      return textOfValue((await view.definitions([definition])).get(definition)?.content['data'])
    }
    const { undo } = await updates.update(parseUsageKey(copy), {}, { edited: 'mine' })
    expect(await textOf()).toContain('ours')
    expect(await settingsOf(store, copy)).toMatchObject({ upstream_defaults: { max_attempts: 5 } })
    await store.revert(course, String(undo))
    await updates.update(parseUsageKey(copy), {}, { edited: 'theirs' })
    expect(await textOf()).toContain('a two')
    expect(
      (await upstreamReport(store, course)).linked.find((one) => one.usage === copy)?.customized,
    ).toEqual([])
    await expect(updates.update(parseUsageKey(copy), '1')).rejects.toMatchObject({ code: 'draft-fixed' })
  })

  it('tell of a copy of a container what joins it, with the files that come along', async () => {
    const { store, updates, operate } = await site()
    const inLibrary = (steps: readonly DraftOperation[]) => operate(steps, library)
    const publish = async () => store.markPublished(library, (await store.head(library)).draft)
    const [lesson = ''] = await inLibrary([{ do: 'add', parent: library, type: 'unit' }])
    await inLibrary([{ do: 'place', usage: lb('a'), parent: lesson }])
    await publish()
    const [copy = ''] = await operate([{ do: 'paste', usage: lesson, parent: inCourse('sequential', 's') }])
    expect(await offered(updates)).toEqual({})
    const [html = ''] = await inLibrary([
      {
        do: 'add',
        parent: lesson,
        olx: '<html display_name="Picture"><![CDATA[<img src="/static/p.png">]]></html>',
        files: new Map([['p.png', Buffer.from('picture')]]),
      },
    ])
    await inLibrary([{ do: 'take', usage: lb('a'), parent: lesson }])
    await publish()
    const preview = await updates.preview(parseUsageKey(copy))
    expect(preview).toMatchObject({
      added: [{ block: html, title: 'Picture', within: lesson }],
      removed: [{ block: lb('a'), within: lesson }],
      files: [{ block: html, name: 'p.png', what: 'added' }],
      copy: { upstream: lesson },
    })
    expect((await updates.updateMany(course)).skipped).toMatchObject([{ usage: copy }])
    await updates.updateMany(course, { removed: 'leave' })
    expect(await offered(updates, true)).toEqual({})
    expect(await (await store.view(course, 'draft')).asset('p.png')).toBeDefined()
  })
})
