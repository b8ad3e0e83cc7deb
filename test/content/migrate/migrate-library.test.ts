import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import type { AuthoringStore } from '../../../content/index.js'
import { derivedBlockId } from '../../../content/migrate/derived-id.js'
import { migrateLibrary, plannedMigration } from '../../../content/migrate/migrate-library.js'
import { LibraryKey, V1LibraryKey } from '../../../runtime/keys/index.js'
import { courseWith, filesOf, inCourse, storeOf, types } from './made-store.js'

const key = 'library-v1:O+Old'
const context = 'course-v1:O+C+R'

/** As the incumbent names copies, worked out here once more. */
const copy = (id: string, parent: string) =>
  createHash('sha1').update(`b'library-v1:O+Old+branch@library':${id}:${parent}`).digest('hex').slice(0, 20)

const library = {
  'library.xml':
    '<library org="O" library="Old" display_name="Old one"><problem url_name="p1"/><problem url_name="p:2"/><html url_name="h" filename="h"/><vertical url_name="u" display_name="Unit"><problem url_name="p3"/></vertical><vertical url_name="w" due="2030-01-01T00:00:00Z"><problem url_name="p4"/></vertical></library>',
  'problem/p1.xml':
    '<problem display_name="One"><numericalresponse answer="1"><textline/></numericalresponse></problem>',
  'problem/p/2.xml':
    '<problem display_name="Two"><img src="/static/a.png"/><img src="/static/gone.png"/></problem>',
  'problem/p3.xml': '<problem display_name="Three"/>',
  'problem/p4.xml': '<problem display_name="Four"/>',
  'html/h.xml': '<html filename="h" display_name="Text"/>',
  'html/h.html': '<p>Text</p>',
  'static/a.png': 'picture',
}
const bank = (inside: string) =>
  `<library_content url_name="bank" max_count="1" source_library_id="${key}" source_library_version="5f0000000000000000000000">${inside}</library_content>`
const course = courseWith(
  bank(
    `<problem url_name="${copy('p1', 'bank')}" display_name="One" max_attempts="3"><numericalresponse answer="1"><textline/></numericalresponse></problem><problem url_name="${copy('p:2', 'bank')}" display_name="Two"><p>An older text</p></problem><problem url_name="mine" display_name="Mine"/>`,
  ) +
    `<vertical url_name="${copy('u', 'bank')}" display_name="Unit"><problem url_name="${copy('p3', copy('u', 'bank'))}" display_name="Three"/></vertical>`,
)

const publish = (store: AuthoringStore) => async (of: string) => {
  await store.markPublished(of, (await store.head(of)).draft)
  return []
}

it.each([
  // Worked out with Python's hashlib.
  [new V1LibraryKey({ org: 'O', library: 'Quiz' }), 'first', 'bank', '210963c3950bfd1baaa8'],
  [new V1LibraryKey({ org: 'Ü', library: 'Q' }), 'p1', 'b2', '1514eb3d1ee13940d997'],
  [new LibraryKey({ org: 'O', slug: 'Quiz' }), 'first', 'bank', '9bf90a69a7bb2ae6cb10'],
])('a copy of a block of %s has the id that the incumbent derives', (of, block, parent, id) => {
  expect(derivedBlockId(of, block, parent)).toBe(id)
})

it('a dry run tells of every block and every copy, and changes nothing', async () => {
  const store = await storeOf(library, course)
  const before = [await store.contexts(), (await store.head(context)).draft]
  const report = await plannedMigration(key, { store, types })
  expect([await store.contexts(), (await store.head(context)).draft]).toEqual(before)
  expect(report).toMatchObject({ to: 'lib:O:Old', title: 'Old one', applied: false, from: 'library' })
  expect(report.blocks.map(({ becomes, as, files }) => [becomes, as, ...files])).toEqual([
    ['lb:O:Old:problem:p1', 'component'],
    ['lb:O:Old:problem:p_2', 'component', 'a.png'],
    ['lb:O:Old:html:h', 'component'],
    ['lb:O:Old:unit:u', 'unit'],
    ['lb:O:Old:problem:p3', 'component'],
    ['lb:O:Old:vertical:w', 'component'],
  ])
  expect(report.findings).toMatchObject([
    {
      code: 'static-file-missing',
      usage: 'lb:O:Old:problem:p_2',
      message: expect.stringContaining('gone.png'),
    },
  ])
  const [using] = report.courses
  expect(using?.banks).toEqual([inCourse('library_content', 'bank')])
  const told = using?.copies.map(({ usage, original, upstream, content, settings }) => [
    usage.replace(/.*block@/, ''),
    original?.replace(/.*block@/, ''),
    upstream,
    content,
    settings,
  ])
  const byCopy = ([one]: readonly unknown[], [other]: readonly unknown[]) =>
    String(one) < String(other) ? -1 : 1
  expect(told?.sort(byCopy)).toEqual(
    [
      [copy('p1', 'bank'), 'p1', 'lb:O:Old:problem:p1', [], ['max_attempts']],
      [copy('p:2', 'bank'), 'p:2', 'lb:O:Old:problem:p_2', ['data'], []],
      [copy('u', 'bank'), 'u', 'lb:O:Old:unit:u', [], []],
      [copy('p3', copy('u', 'bank')), 'p3', 'lb:O:Old:problem:p3', [], []],
    ].sort(byCopy),
  )
})

it('the v2 library holds what the v1 library held, in its order, and is published; copies are linked under the keys they have', async () => {
  const store = await storeOf(library, course)
  await publish(store)(context)
  const { draft } = await store.head(context)
  const report = await migrateLibrary(key, { store, types, to: 'lib:O:New', publish: publish(store) })
  const made = await store.view('lib:O:New', 'published')
  expect(report.version).toBe(made.name)
  expect((await made.block(made.root))?.children).toEqual([
    'lb:O:New:problem:p1',
    'lb:O:New:problem:p_2',
    'lb:O:New:html:h',
    'lb:O:New:vertical:w',
    'lb:O:New:unit:u',
  ])
  expect((await made.block('lb:O:New:unit:u'))?.children).toEqual(['lb:O:New:problem:p3'])
  expect((await made.asset('lb:O:New:problem:p_2/a.png'))?.size).toBe('picture'.length)
  const view = await store.view(context, 'draft')
  const settings = async (type: string, id: string) => (await view.block(inCourse(type, id)))?.settings
  expect(await settings('problem', copy('p1', 'bank'))).toMatchObject({
    upstream: 'lb:O:New:problem:p1',
    upstream_version: 1,
    copied_from_block: 'lib-block-v1:O+Old+type@problem+block@p1',
    downstream_customized: ['max_attempts'],
    max_attempts: 3,
  })
  expect(await settings('problem', copy('p:2', 'bank'))).not.toHaveProperty('upstream_version')
  expect(await settings('problem', 'mine')).toEqual({ display_name: 'Mine' })
  const before = await (await store.view(context, draft)).block(inCourse('library_content', 'bank'))
  const after = await view.block(inCourse('library_content', 'bank'))
  expect([after?.type, after?.children]).toEqual(['library_content', before?.children])
  expect(after?.settings).toMatchObject({ source_library_id: 'lib:O:New', source_library_version: made.name })
  expect((await store.head(context)).published).toBe(draft)
  expect(await filesOf(store, key)).toEqual(library)
})

it('a migration asked for again, or cut off after its library was made, changes only what is not there yet', async () => {
  const store = await storeOf(library, course)
  const cutOff = { store, types, publish: () => Promise.reject(new Error('cut off')) }
  await expect(migrateLibrary(key, cutOff)).rejects.toThrow('cut off')
  const first = await migrateLibrary(key, { store, types, publish: publish(store) })
  expect(first.courses[0]?.copies.every(({ isThere }) => !isThere)).toBe(true)
  const heads = [await store.head(context), await store.head('lib:O:Old')]
  const second = await migrateLibrary(key, { store, types, publish: publish(store) })
  expect(second.blocks.every(({ isThere }) => isThere)).toBe(true)
  expect(second.courses[0]?.copies.every(({ isThere }) => isThere)).toBe(true)
  expect([await store.head(context), await store.head('lib:O:Old')]).toEqual(heads)
})

it('a library that was never imported is put together of its copies; one that nobody knows is not made', async () => {
  const two = courseWith(
    bank(
      `<problem url_name="${copy('p1', 'bank')}" display_name="One"/><problem url_name="x" display_name="X"/>`,
    ),
    {},
    'D',
  )
  const store = await storeOf(course, two)
  const report = await migrateLibrary(key, { store, types, publish: publish(store) })
  expect(report.from).toBe('copies')
  expect(report.blocks).toHaveLength(5)
  expect(new Set(report.blocks.map(({ becomes }) => becomes)).size).toBe(5)
  expect(report.courses.map(({ copies }) => copies.length)).toEqual([3, 2])
  await expect(plannedMigration('library-v1:O+None', { store, types })).rejects.toMatchObject({
    code: 'context-unknown',
  })
  await expect(plannedMigration(context, { store, types })).rejects.toMatchObject({ code: 'key-kind' })
})

it('what the v1 library says for all its blocks goes to each, and files that no block names to the whole; what has no place is told', async () => {
  const old = {
    ...library,
    'library.xml':
      '<library org="O" library="Old" display_name="Old one" max_attempts="2" showanswer="never" advanced_modules="[]" theme="blue"><problem url_name="p1"/><problem url_name="p:2"/></library>',
    'problem/p1.xml':
      '<problem display_name="One" max_attempts="5"><img src="/static/big_picture.png"/></problem>',
    'static/big picture.png': 'big',
    'static/python_lib.zip': 'zip',
    'static/maps/world.png': 'world',
    'static/page.html': '<p/>',
  }
  const store = await storeOf(old, course)
  const planned = await plannedMigration(key, { store, types })
  const report = await migrateLibrary(key, { store, types, publish: publish(store) })
  expect([report.files, report.findings]).toEqual([planned.files, planned.findings])
  expect(report.files).toEqual(['big picture.png', 'big_picture.png', 'maps/world.png', 'python_lib.zip'])
  expect(report.blocks.map(({ becomes, settled }) => [becomes, ...settled])).toEqual([
    ['lb:O:Old:problem:p1', 'showanswer'],
    ['lb:O:Old:problem:p_2', 'max_attempts', 'showanswer'],
  ])
  const told = report.findings.map(
    ({ code, message }) => `${code} ${/'[^']*'|\/static\/\S*?png/.exec(message)?.[0]}`,
  )
  expect(told.sort()).toEqual([
    "asset-refused '/static/page.html'",
    "olx-attribute 'advanced_modules'",
    "olx-attribute 'theme'",
    'static-file-missing /static/gone.png',
  ])
  const made = await store.view('lib:O:Old', 'published')
  const settings = async (id: string) => (await made.block(`lb:O:Old:problem:${id}`))?.settings
  expect(await settings('p1')).toEqual({ display_name: 'One', max_attempts: 5, showanswer: 'never' })
  expect(await settings('p_2')).toEqual({ display_name: 'Two', max_attempts: 2, showanswer: 'never' })
  const text = async (name: string) => {
    const file = await made.asset(name)
    return file && Buffer.from(await store.file(file.hash)).toString()
  }
  expect([await text('python_lib.zip'), await text('big_picture.png'), await text('maps/world.png')]).toEqual(
    ['zip', 'big', 'world'],
  )
  const again = await migrateLibrary(key, { store, types, publish: publish(store) })
  expect([again.files, again.version]).toEqual([[], report.version])
})

it('a library that is put together of copies has the scripts of the courses they are in, where these have the same', async () => {
  const of = async (...zips: readonly string[]) => {
    const courses = zips.map((zip, at) => ({
      ...courseWith(bank('<problem url_name="x" display_name="X"/>'), {}, `C${at}`),
      'static/python_lib.zip': zip,
    }))
    const { files, findings } = await plannedMigration(key, { store: await storeOf(...courses), types })
    return [files, findings.map(({ message }) => message)]
  }
  expect(await of('one', 'one')).toEqual([['python_lib.zip'], []])
  expect(await of('one', 'two')).toEqual([[], [expect.stringMatching(/different files python_lib.zip/)]])
})
