import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  exportWithLibraries,
  importPath,
  ReferenceUpdates,
  type AuthoringStore,
  type DraftOperation,
} from '../../../content/index.js'
import { parseUsageKey } from '../../../runtime/index.js'
import { courseWith, inCourse, libraryWith, storeOf, types } from '../migrate/made-store.js'

const library = 'lib:O:L'
const course = 'course-v1:O+C+R'
const lb = (id: string, type = 'problem') => `lb:O:L:${type}:${id}`
const problem = (id: string, attempts = 1) =>
  `<problem display_name="${id}" max_attempts="${attempts}"><p>Text of ${id}.</p><numericalresponse answer="1"><formulaequationinput/></numericalresponse></problem>`
const choice = (id: string) =>
  `<problem display_name="${id}"><multiplechoiceresponse><choicegroup><choice correct="true">Yes</choice></choicegroup></multiplechoiceresponse></problem>`

const components = {
  'problem/a': problem('a'),
  'problem/b': problem('b'),
  'problem/c': choice('c'),
  'html/h': '<html display_name="h"><![CDATA[<p><img src="/static/h.png"></p>]]></html>',
  'html/i': '<html display_name="i"><![CDATA[<p>I</p>]]></html>',
}
const unit = {
  'entities/u.toml':
    '[entity]\nkey = "u"\n[entity.published]\nversion_num = 1\n[entity.container.unit]\n[[version]]\ntitle = "U"\nversion_num = 1\n[version.container]\nchildren = ["xblock.v1:problem:a", "xblock.v1:html:i"]\n',
  'entities/xblock.v1/html/h/component_versions/v1/static/h.png': 'picture',
}

/** A library, published, and a course whose references name its first version. */
async function made(inside: (pin: string) => string) {
  const store = await storeOf(libraryWith(components, unit))
  const first = await published(store)
  await add(store, courseWith(inside(`${library}:${first}`)))
  const updates = new ReferenceUpdates(store, types)
  const change = async (...operations: DraftOperation[]) => {
    await store.operate(library, types, operations)
    return published(store)
  }
  const settings = async (id: string, type = 'randomized') =>
    (await (await store.view(course, 'draft')).block(inCourse(type, id)))?.settings
  return { store, updates, first, change, settings }
}

async function published(store: AuthoringStore): Promise<string> {
  const version = await store.settle(library)
  await store.markPublished(library, version, { name: `Edition ${version.slice(0, 8)}` })
  return version
}

async function add(store: AuthoringStore, texts: Readonly<Record<string, string>>): Promise<void> {
  const { makeFrom, readTexts } = await import('../made-olx.js')
  await store.save(await makeFrom(store, texts, await readTexts(texts, false, types)))
}

/** Exports the course as it stands, and takes it in again. */
async function travelled(store: AuthoringStore): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'declined-'))
  try {
    const path = join(folder, 'course.tar.gz')
    await exportWithLibraries(store, types, course, path, { libraries: 'needed' })
    await importPath(path, { types, store, edits: 'replace' })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const edit = (usage: string, settings: Record<string, string | number>, data?: string): DraftOperation => ({
  do: 'edit',
  edit: { usage, content: data === undefined ? {} : { data }, settings, reset: [] },
})
const named = (id: string, pin: string, blocks: readonly string[], more = '') =>
  `<library_content_v2 url_name="${id}" source_libraries='["${pin}"]' library_blocks='${JSON.stringify(blocks)}' ${more}/>`
const bank = (id: string, pin: string, more = '') =>
  `<randomized url_name="${id}" source_libraries='["${pin}"]' ${more}/>`
const key = (id: string, type = 'library_content_v2') => parseUsageKey(inCourse(type, id))

describe('updates of references', () => {
  it.each<[string, (pin: string) => string, DraftOperation[], readonly string[]]>([
    [
      'a block that is not named',
      (pin) => named('r', pin, [lb('a')]),
      [edit(lb('b'), { max_attempts: 2 })],
      [],
    ],
    [
      'the block that is named',
      (pin) => named('r', pin, [lb('a')]),
      [edit(lb('a'), { max_attempts: 2 })],
      ['r'],
    ],
    [
      'a member of the unit that is named',
      (pin) => named('r', pin, [lb('u', 'unit')]),
      [edit(lb('a'), { max_attempts: 2 })],
      ['r'],
    ],
    [
      'no member of the unit that is named',
      (pin) => named('r', pin, [lb('u', 'unit')]),
      [edit(lb('b'), { max_attempts: 2 })],
      [],
    ],
    [
      'a file of the block that is named',
      (pin) => named('r', pin, [lb('h', 'html')]),
      [{ do: 'put-file', usage: lb('h', 'html'), name: 'h.png', bytes: Buffer.from('other') }],
      ['r'],
    ],
    [
      'a file of another block',
      (pin) => named('r', pin, [lb('i', 'html')]),
      [{ do: 'put-file', usage: lb('h', 'html'), name: 'h.png', bytes: Buffer.from('other') }],
      [],
    ],
    [
      'a new block, for who draws from all',
      (pin) => bank('all', pin) + named('r', pin, [lb('a')]),
      [{ do: 'add', parent: library, olx: '<problem url_name="new"/>' }],
      ['all'],
    ],
    [
      'a block of another kind than is drawn',
      (pin) => bank('kind', pin, 'capa_type="multiplechoiceresponse"') + bank('all', pin),
      [edit(lb('a'), { max_attempts: 2 })],
      ['all'],
    ],
    [
      'a block of the kind that is drawn',
      (pin) => bank('kind', pin, 'capa_type="multiplechoiceresponse"'),
      [edit(lb('c'), { max_attempts: 2 })],
      ['kind'],
    ],
    [
      'a block that a subset asks for by now, and one outside it',
      (pin) =>
        bank('words', pin, `pool_query='{"words": "other"}'`) +
        bank('types', pin, `pool_query='{"types": ["html"]}'`),
      [edit(lb('a'), { display_name: 'Other' })],
      ['words'],
    ],
    ['a library that is followed', () => bank('r', library), [edit(lb('a'), { max_attempts: 2 })], []],
    [
      'a reference that follows nothing',
      () => '<library_content_v2 url_name="r"/>',
      [edit(lb('a'), { max_attempts: 2 })],
      [],
    ],
  ])('are offered by what concerns them: %s', async (_, inside, operations, offered) => {
    const { updates, change } = await made(inside)
    expect(await updates.updates(course)).toEqual([])
    await change(...operations)
    const found = await updates.updates(course)
    expect(found.map(({ preview }) => parseUsageKey(preview.usage).blockId)).toEqual(offered)
    for (const one of found) expect(one.unit).toEqual({ usage: inCourse('vertical', 'v'), title: 'v' })
  })

  it('tell what is added, removed, moved and changed, field by field, with what the author says', async () => {
    const own = {
      [lb('a')]: { display_name: 'Mine', max_attempts: 7 },
      [lb('i', 'html')]: { display_name: 'I here' },
    }
    const { updates, change, first } = await made((pin) =>
      named('r', pin, [lb('a'), lb('b'), lb('u', 'unit')], `block_field_overrides='${JSON.stringify(own)}'`),
    )
    const second = await change(
      edit(lb('a'), { display_name: 'A', weight: 2 }),
      { do: 'take', usage: lb('i', 'html'), parent: lb('u', 'unit') },
      { do: 'place', usage: lb('c'), parent: lb('u', 'unit'), index: 0 },
      { do: 'delete', usage: lb('b') },
    )
    const preview = await updates.preview(key('r'))
    expect(preview.libraries).toEqual([
      {
        library,
        title: 'Made',
        from: first,
        to: second,
        number: expect.any(Number) as number,
        name: `Edition ${second.slice(0, 8)}`,
      },
    ])
    expect(preview.added).toEqual([{ block: lb('c'), type: 'problem', title: 'c', within: lb('u', 'unit') }])
    expect(preview.removed.map(({ block, isNamed, usages }) => [block, isNamed, usages])).toEqual([
      [lb('b'), true, [`cb::${inCourse('library_content_v2', 'r')}::${lb('b')}`]],
      [lb('i', 'html'), false, [`cb::${inCourse('library_content_v2', 'r')}::${lb('i', 'html')}`]],
    ])
    const told = preview.changed.filter(({ within }) => within === undefined)
    expect(told.map(({ block, field, old, new: now, own }) => [block, field, old, now, own])).toEqual(
      expect.arrayContaining([
        [lb('a'), 'display_name', 'a', 'A', 'Mine'],
        [lb('a'), 'weight', undefined, 2, undefined],
      ]),
    )
    expect(preview.clashes.map(({ block, field, within }) => [block, field, within])).toEqual([
      [lb('a'), 'display_name', undefined],
      [lb('a'), 'display_name', lb('u', 'unit')],
    ])
    expect(preview.lostOverrides).toEqual([{ block: lb('i', 'html'), field: 'display_name', own: 'I here' }])
  })

  it('are one entry of the log, one revert of which undoes them; overrides stay on top', async () => {
    const own = `block_field_overrides='${JSON.stringify({ [lb('a')]: { max_attempts: 7 } })}' max_count="1"`
    const { store, updates, change, settings, first } = await made(
      (pin) => bank('r', pin, `pool='["${lb('a')}", "${lb('b')}"]' ${own}`) + named('s', pin, [lb('a')]),
    )
    const second = await change(edit(lb('a'), { max_attempts: 3 }))
    const before = await settings('r')
    const done = await updates.update(key('r', 'randomized'), {}, { author: 'ann', comment: 'newer' })
    expect(done).toMatchObject({ changed: true, updated: [inCourse('randomized', 'r')], skipped: [] })
    expect(await settings('r')).toEqual({ ...before, source_libraries: [`${library}:${second}`] })
    expect((await settings('s', 'library_content_v2'))?.['source_libraries']).toEqual([`${library}:${first}`])
    const { entry } = await store.entry(course, 'draft')
    expect([entry.author, entry.comment, entry.number]).toEqual(['ann', 'newer', done.number])
    await store.revert(course, String(done.undo))
    expect(await settings('r')).toEqual(before)
    const all = await updates.updateMany(course)
    expect(all.updated.toSorted()).toEqual([inCourse('library_content_v2', 's'), inCourse('randomized', 'r')])
    expect(await updates.updates(course)).toEqual([])
    const back = await updates.update(key('r', 'randomized'), { [library]: first.slice(0, 10) })
    expect((await settings('r'))?.['source_libraries']).toEqual([`${library}:${first}`])
    expect(back.number).toBe(all.number + 1)
    const [offered] = await updates.updates(course)
    expect([offered?.preview.usage, offered?.preview.libraries[0]?.to]).toEqual([
      inCourse('randomized', 'r'),
      second,
    ])
    await expect(updates.preview(key('r', 'randomized'), { [library]: 'none' })).rejects.toMatchObject({
      code: 'version-unknown',
    })
    await expect(updates.update(key('v', 'vertical'))).rejects.toMatchObject({ code: 'draft-fixed' })
  })

  it('are not offered again once declined, until another version differs for the reference', async () => {
    const { store, updates, change, settings } = await made(
      (pin) => named('r', pin, [lb('a')]) + bank('all', pin),
    )
    const count = async () =>
      (await updates.updates(course)).map(({ preview }) => parseUsageKey(preview.usage).blockId)
    const second = await change(edit(lb('a'), { max_attempts: 3 }))
    await updates.decline(course, { usages: [key('r')] })
    expect((await settings('r', 'library_content_v2'))?.['declined_versions']).toEqual([
      `${library}:${second}`,
    ])
    expect(await count()).toEqual(['all'])
    expect((await updates.updates(course, true)).map(({ isDeclined }) => isDeclined)).toEqual([false, true])
    await change(edit(lb('b'), { max_attempts: 3 }))
    expect(await count()).toEqual(['all'])
    const declined = await updates.decline(course)
    expect(declined.updated).toEqual([inCourse('randomized', 'all')])
    expect(await count()).toEqual([])
    await travelled(store)
    expect(await count()).toEqual([])
    expect((await updates.updates(course, true)).map(({ isDeclined }) => isDeclined)).toEqual([true, true])
    const last = await change(edit(lb('a'), { max_attempts: 4 }))
    expect(await count()).toEqual(['all', 'r'])
    await updates.updateMany(course)
    for (const [id, type] of [
      ['r', 'library_content_v2'],
      ['all', 'randomized'],
    ] as const) {
      const { source_libraries: pinned, declined_versions: none } = (await settings(id, type)) ?? {}
      expect([pinned, none]).toEqual([[`${library}:${last}`], undefined])
    }
    await store.revert(course, String(declined.number))
    expect((await settings('all'))?.['declined_versions']).toHaveLength(1)
  })

  it('let blocks go that a library has not any more only where their author says so', async () => {
    const own = `block_field_overrides='${JSON.stringify({ [lb('b')]: { weight: 3 }, [lb('a')]: { weight: 2 } })}'`
    const { updates, change, settings } = await made(
      (pin) =>
        named('r', pin, [lb('a'), lb('b')], own) +
        bank('one', pin, `pool='["${lb('b')}"]'`) +
        named('s', pin, [lb('a')]),
    )
    await change({ do: 'delete', usage: lb('b') }, edit(lb('a'), { max_attempts: 2 }))
    await expect(updates.update(key('r'))).rejects.toMatchObject({ code: 'update-removes' })
    const some = await updates.updateMany(course)
    expect([some.updated, some.skipped.map(({ usage }) => usage).toSorted()]).toEqual([
      [inCourse('library_content_v2', 's')],
      [inCourse('library_content_v2', 'r'), inCourse('randomized', 'one')],
    ])
    const rest = await updates.updateMany(course, { removed: 'leave' })
    expect(rest.updated).toEqual([inCourse('library_content_v2', 'r')])
    expect(rest.skipped).toEqual([
      { usage: inCourse('randomized', 'one'), why: expect.stringContaining('whole library') as string },
    ])
    const { library_blocks: blocks, block_field_overrides: left } =
      (await settings('r', 'library_content_v2')) ?? {}
    expect([blocks, left]).toEqual([[lb('a')], { [lb('a')]: { weight: 2 } }])
  })

  it.each([
    ['untouched', { data: 'Mine', display_name: 'Mine' }],
    ['mine', { data: 'Mine', display_name: 'Mine', markdown: 'old' }],
    ['theirs', { display_name: 'Mine' }],
  ] as const)('keep what was edited here as the author wishes: %s', async (edited, expected) => {
    const own = `block_field_overrides='${JSON.stringify({ [lb('a')]: { data: 'Mine', display_name: 'Mine' } })}'`
    const { updates, change, settings } = await made((pin) => named('r', pin, [lb('a')], own))
    await change({
      do: 'edit',
      edit: { usage: lb('a'), content: { markdown: 'old' }, settings: {}, reset: [] },
    })
    await updates.update(key('r'))
    const theirs = problem('a').replace('Text', 'Other text')
    await change({
      do: 'edit',
      edit: {
        usage: lb('a'),
        content: { data: theirs, markdown: 'new' },
        settings: { display_name: 'A' },
        reset: [],
      },
    })
    expect((await updates.preview(key('r'))).clashes.map(({ field }) => field).toSorted()).toEqual([
      'data',
      'display_name',
    ])
    await updates.update(key('r'), {}, { edited })
    expect((await settings('r', 'library_content_v2'))?.['block_field_overrides']).toEqual({
      [lb('a')]: expected,
    })
  })

  it('offer what a subset asks for and the pool has not, at whichever version', async () => {
    const query = `pool_query='{"types": ["html"]}' pool='["${lb('h', 'html')}"]'`
    const { updates, change, settings, first } = await made((pin) => bank('r', pin, query))
    const [offered] = await updates.updates(course)
    expect(offered?.preview.added).toEqual([
      { block: lb('i', 'html'), type: 'html', title: 'i', isFound: true },
    ])
    await updates.decline(course)
    expect([await updates.updates(course), (await settings('r'))?.['declined_versions']]).toEqual([
      [],
      [`${library}:${first}`],
    ])
    const second = await change({ do: 'add', parent: library, olx: '<html url_name="j"/>' })
    expect((await updates.updates(course)).map(({ preview }) => preview.added.length)).toEqual([2])
    await updates.updateMany(course)
    const { pool, source_libraries: pinned, declined_versions: declined } = (await settings('r')) ?? {}
    expect([pool, pinned, declined]).toEqual([
      [lb('h', 'html'), lb('i', 'html'), lb('j', 'html')],
      [`${library}:${second}`],
      undefined,
    ])
  })
})
