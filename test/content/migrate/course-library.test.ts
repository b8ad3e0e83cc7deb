import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { AuthoringStore, importPath } from '../../../content/index.js'
import { Libraries } from '../../../content/library/index.js'
import { collectBlocks, type CollectOptions } from '../../../content/migrate/course-library.js'
import { memoryStore } from '../../../store/index.js'
import { courseWith, filesOf, inCourse, libraryWith, storeOf, types } from './made-store.js'

const context = 'course-v1:O+C+R'
const library = 'lib:O:L'
const text = (inside: string, more = '') => `<problem ${more}><p>${inside}</p></problem>`
const course = courseWith(
  `<html url_name="h">Text</html>${[
    ['new', '<img src="/static/a.png"/><img src="/static/none.png"/>', 'due="2030-01-01T00:00:00Z"'],
    ['same', 'As it is', ''],
    ['other', 'Of the course', ''],
  ]
    .map(([name, inside = '', more = '']) => text(inside, `url_name="${name}" ${more}`))
    .join('')}<problem url_name="gone"/>`,
  { 'static/a.png': 'picture' },
)
const held = libraryWith({ 'problem/same': text('As it is'), 'problem/other': text('Of the library') })
const told = (report: Awaited<ReturnType<typeof collectBlocks>>) =>
  report.blocks.map(({ usage, found, action, becomes }) => [
    usage.replace(/.*block@/, ''),
    found,
    action,
    becomes?.replace(/.*:/, '') ?? null,
  ])

it('an analysis says what comes, what is there, what an update would overwrite, what cannot come and why, and changes nothing', async () => {
  const store = await storeOf(course, held)
  const { draft } = await store.head(library)
  const report = await collectBlocks(context, library, { store, types })
  expect(told(report)).toEqual([
    ['new', 'new', 'add', 'new'],
    ['same', 'same', 'none', 'same'],
    ['other', 'clash', 'skip', 'other'],
    ['gone', 'refused', 'none', null],
  ])
  expect(report.blocks[0]).toMatchObject({ files: ['a.png'], missing: ['none.png'] })
  expect(report.blocks[2]?.differs).toEqual(['data'])
  expect(report.blocks[3]?.reason?.code).toBe('olx-malformed')
  expect([report.applied, (await store.head(library)).draft]).toEqual([false, draft])
})

it.each([
  ['skip', 'other', 'Of the library', 3],
  ['update', 'other', 'Of the course', 3],
  ['fork', 'other-2', 'Of the course', 4],
] as const)(
  'with %s a clash is settled so, in one step of the library',
  async (onClash, id, inside, count) => {
    const store = await storeOf(course, held)
    const choices = { [inCourse('problem', 'other')]: onClash }
    const options: CollectOptions = { store, types, choices, apply: true, words: { author: 'ann' } }
    const report = await collectBlocks(context, library, options)
    expect(report.blocks[2]?.becomes).toBe(`lb:O:L:problem:${id}`)
    const view = await store.view(library, 'draft')
    expect(report.version).toBe(view.name)
    expect((await view.block(view.root))?.children).toHaveLength(count)
    const block = await view.block(`lb:O:L:problem:${id}`)
    const content = (await view.definitions([block?.definition ?? ''])).get(block?.definition ?? '')?.content
    expect(JSON.stringify(content)).toContain(inside)
    const fresh = await view.block('lb:O:L:problem:new')
    expect(fresh?.settings).toEqual({ copied_from_block: inCourse('problem', 'new') })
    const files = await filesOf(store, library)
    expect(Object.keys(files).filter((path) => path.endsWith('/static/a.png'))).toHaveLength(1)
    const again = await collectBlocks(context, library, { store, types, choices, apply: true })
    expect(again.blocks.filter(({ action }) => action === 'add')).toEqual([])
  },
)

it('a library of videos takes no problems, and says so of each', async () => {
  const store = await storeOf(course)
  await new Libraries(store, types).create({ key: 'lib:O:V', kind: 'video' })
  const report = await collectBlocks(context, 'lib:O:V', { store, types, apply: true })
  expect(new Set(report.blocks.map(({ reason }) => reason?.code))).toEqual(new Set(['library-type-refused']))
})

const shared = fileURLToPath(new URL('../../../../shared/olx/', import.meta.url))
describe.skipIf(!existsSync(shared))('real courses', () => {
  it.each(['dhis2-intro', 'latex2edx-demo', 'oxa-kitchen-sink'])(
    '%s: every problem that can be read comes',
    async (name) => {
      const store = new AuthoringStore(memoryStore())
      const { context: from, blocks } = await importPath(`${shared}${name}/olx`, { types, store })
      await new Libraries(store, types).create({ key: 'lib:O:R' })
      const report = await collectBlocks(from, 'lib:O:R', { store, types, apply: true })
      expect(report.blocks).toHaveLength(blocks['problem'] ?? 0)
      const view = await store.view('lib:O:R', 'draft')
      expect((await view.block(view.root))?.children).toEqual(
        report.blocks.flatMap(({ becomes }) => becomes ?? []),
      )
      const again = await collectBlocks(from, 'lib:O:R', { store, types })
      expect(again.blocks.filter(({ found }) => found !== 'same' && found !== 'refused')).toEqual([])
    },
  )
})
