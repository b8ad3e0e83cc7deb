import { expect, it } from 'vitest'
import { libraryVersion, type AuthoringStore } from '../../../content/index.js'
import { availableLibraries, updateChildren } from '../../../content/migrate/library-tools.js'
import { migrateLibrary } from '../../../content/migrate/migrate-library.js'
import { originalUsage } from '../../../content/migrate/original-usage.js'
import {
  declineUpstreams,
  severUpstream,
  syncUpstream,
  upstreamStatus,
} from '../../../content/upstream/index.js'
import { courseWith, inCourse, libraryWith, storeOf, types } from './made-store.js'

/** Ids of copies in the bank `bank`, worked out with Python's hashlib: of library-v1:O+Old, and of lib:O:Old. */
const old = { p1: '17e041216e8d8c4822ac', p2: 'ed0cf1e2a28dde62938a', u: '4f5cfd088c9de148267f' }
const oldInside = '52ae24af9f71869e72f3'
const fresh = { p3: 'f57c07b64205e75de8a1' }

const key = 'library-v1:O+Old'
const context = 'course-v1:O+C+R'
const bank = inCourse('library_content', 'bank')
const numerical = (answer: string) => `<numericalresponse answer="${answer}"><textline/></numericalresponse>`
const problem = (name: string, inside: string, more = '') =>
  `<problem url_name="${name}" display_name="T" ${more}>${inside}</problem>`
const library = {
  'library.xml': `<library org="O" library="Old">${problem('p1', numerical('1'))}${problem('p2', '<p>Text</p>')}<vertical url_name="u" display_name="U"><html url_name="in">Text</html></vertical></library>`,
}
const bankWith = (inside: string, more = '') =>
  courseWith(
    `<library_content url_name="bank" max_count="1" source_library_id="${key}" source_library_version="5f0000000000000000000000" ${more}>${inside}</library_content>`,
  )

const publish = (store: AuthoringStore) => async (of: string) => {
  await store.markPublished(of, (await store.head(of)).draft)
  return []
}
const children = async (store: AuthoringStore) =>
  ((await (await store.view(context, 'draft')).block(bank))?.children ?? []).map((one) =>
    one.replace(/.*type@/, ''),
  )
const settings = async (store: AuthoringStore, usage: string) =>
  (await (await store.view(context, 'draft')).block(usage))?.settings
const answer = async (store: AuthoringStore, usage: string) => {
  const view = await store.view(context, 'draft')
  const definition = (await view.block(usage))?.definition ?? ''
  return JSON.stringify((await view.definitions([definition])).get(definition)?.content)
}

it('lists libraries of both generations with the version that banks are updated to', async () => {
  const store = await storeOf(library, libraryWith({}), bankWith(''))
  const { draft } = await store.head(key)
  const listed = await availableLibraries(store)
  expect(listed.sort((one, other) => (one.library < other.library ? -1 : 1))).toEqual([
    { library: 'lib:O:L', title: 'Made', version: null },
    { library: key, title: 'Old', version: draft },
  ])
  await publish(store)('lib:O:L')
  expect(await libraryVersion(store, 'lib:O:L')).toBe((await store.head('lib:O:L')).draft)
  expect(await libraryVersion(store, 'lib:O:None')).toBeNull()
})

it('fills a bank of a v1 library with copies under the ids that the incumbent derives, those inside copies too', async () => {
  const store = await storeOf(library, bankWith(''))
  await updateChildren(store, types, bank)
  expect(await children(store)).toEqual([
    `problem+block@${old.p1}`,
    `problem+block@${old.p2}`,
    `vertical+block@${old.u}`,
  ])
  const view = await store.view(context, 'draft')
  expect((await view.block(inCourse('vertical', old.u)))?.children).toEqual([inCourse('html', oldInside)])
  const again = await updateChildren(store, types, bank)
  expect([again.added, again.updated, again.removed]).toEqual([[], [], []])
})

it('takes of a library only problems of the kind that the bank asks for', async () => {
  const store = await storeOf(library, bankWith('', 'capa_type="numericalresponse"'))
  await updateChildren(store, types, bank)
  expect(await children(store)).toEqual([`problem+block@${old.p1}`])
})

it('after a migration, changes of the new library reach the copies: content, not what is set here; new ones come, gone ones go', async () => {
  const inside = `${problem(old.p1, numerical('1'), 'max_attempts="2" weight="5"')}${problem(old.p2, '<p>Text</p>')}`
  const store = await storeOf(library, bankWith(inside))
  await migrateLibrary(key, { store, types, publish: publish(store) })
  await store.operate('lib:O:Old', types, [
    {
      do: 'edit',
      edit: {
        usage: 'lb:O:Old:problem:p1',
        content: { data: problem('p1', numerical('2')) },
        settings: { display_name: 'Renamed', weight: 1 },
        reset: [],
      },
    },
    { do: 'delete', usage: 'lb:O:Old:problem:p2' },
    { do: 'add', parent: 'lib:O:Old', olx: problem('p3', '<p>New</p>') },
  ])
  const p1 = inCourse('problem', old.p1)
  expect(await upstreamStatus(store, p1)).toMatchObject({ version: 1, newest: 1, isReady: false })
  await publish(store)('lib:O:Old')
  expect(await upstreamStatus(store, p1)).toMatchObject({ version: 1, newest: 2, isReady: true })
  const done = await updateChildren(store, types, bank)
  expect([done.added.length, done.updated, done.removed]).toEqual([2, [p1], [inCourse('problem', old.p2)]])
  expect(await children(store)).toEqual([
    `problem+block@${old.p1}`,
    `problem+block@${fresh.p3}`,
    `vertical+block@${old.u}`,
  ])
  expect(await answer(store, p1)).toContain('answer=\\"2\\"')
  expect(await settings(store, p1)).toMatchObject({
    display_name: 'Renamed',
    max_attempts: 2,
    weight: 5,
    upstream_version: 2,
  })
  expect(await settings(store, bank)).toMatchObject({ source_library_version: done.libraryVersion })
})

it('a linked block is brought to its library, declines a version, or is cut off, and keeps where it came from', async () => {
  const store = await storeOf(
    libraryWith({ 'problem/a': problem('a', numerical('2')) }),
    courseWith(problem('b', numerical('1'), 'upstream="lb:O:L:problem:a" showanswer="never"')),
  )
  const usage = inCourse('problem', 'b')
  await expect(syncUpstream(store, types, usage)).rejects.toMatchObject({ code: 'library-block-missing' })
  await publish(store)('lib:O:L')
  await declineUpstreams(store, types, 'course-v1:O+C+R', [usage])
  expect(await upstreamStatus(store, usage)).toMatchObject({ declined: 1, newest: 1, isReady: false })
  await syncUpstream(store, types, usage)
  expect(await answer(store, usage)).toContain('answer=\\"2\\"')
  expect(await settings(store, usage)).toMatchObject({ showanswer: 'never', upstream_version: 1 })
  await severUpstream(store, types, usage)
  const after = await settings(store, usage)
  expect(after).toMatchObject({ copied_from_block: 'lb:O:L:problem:a', upstream_version_declined: 1 })
  expect(after).not.toHaveProperty('upstream')
  expect(await upstreamStatus(store, usage)).toMatchObject({ upstream: null, isReady: false })
})

it('says which library block a block comes from, before a migration and after, by any of its keys', async () => {
  const store = await storeOf(library, bankWith(problem(old.p1, numerical('1')) + problem('own', '<p/>')))
  const p1 = inCourse('problem', old.p1)
  const v1 = 'lib-block-v1:O+Old+type@problem+block@p1'
  const v1Version = '5f0000000000000000000000'
  expect(await originalUsage(store, p1)).toEqual({ usage: p1, original: v1, version: v1Version, former: v1 })
  expect(await originalUsage(store, v1)).toMatchObject({ original: v1, former: v1 })
  await migrateLibrary(key, { store, types, publish: publish(store) })
  const now = 'lb:O:Old:problem:p1'
  expect(await originalUsage(store, p1)).toEqual({ usage: p1, original: now, version: '1', former: v1 })
  for (const asked of [v1, now])
    expect(await originalUsage(store, asked)).toMatchObject({ usage: asked, original: now, former: v1 })
  const contextual = `cb::${inCourse('library_content_v2', 'r')}::${now}`
  expect(await originalUsage(store, contextual)).toMatchObject({ original: now, version: null, former: v1 })
  expect(await originalUsage(store, inCourse('problem', 'own'))).toMatchObject({
    original: null,
    former: null,
  })
  await expect(originalUsage(store, inCourse('problem', 'none'))).rejects.toMatchObject({
    code: 'block-not-found',
  })
})
