import { describe, expect, it } from 'vitest'
import { bankPool, Compositor, WorkerPool, type CompositorOptions } from '../../compositor/index.js'
import { loadPlugins, shippedPlugin } from '../../plugins/index.js'
import {
  contextual,
  courseKey,
  inCourse,
  inLibrary,
  library,
  publishUnits,
  versionOf,
  unit,
  version,
} from './published.js'
import { memoryStore } from '../../store/index.js'

const plugins = { specifiers: [shippedPlugin] }
const { types: shipped } = await loadPlugins(plugins)
const question = (id: string) =>
  inLibrary('problem', id, {
    content: {
      data: `<problem><multiplechoiceresponse><label>Which is ${id}?</label><choicegroup>
        <choice correct="true">${id}</choice><choice correct="false">another</choice>
      </choicegroup></multiplechoiceresponse></problem>`,
    },
    settings: { display_name: `Question ${id}` },
  })
const questions = ['a', 'b', 'c', 'd'].map(question)
const [a, b, c, d] = questions.map(({ key }) => key)
const source_libraries = [`${library}:${version}`]

const page = unit(
  inCourse('vertical', 'page', {
    children: [
      inCourse('html', 'intro', { content: { data: '<p>Read this first.</p>' } }),
      inCourse('library_content_v2', 'fixed', {
        settings: {
          source_libraries,
          library_blocks: [b ?? '', a ?? ''],
          field_overrides: { max_attempts: 3 },
          block_field_overrides: { [a ?? '']: { display_name: 'Ours' } },
        },
      }),
      inCourse('randomized', 'bank', { settings: { source_libraries, count: 2, pool: [c ?? '', d ?? ''] } }),
      inCourse('randomized', 'all', { settings: { source_libraries } }),
      inCourse('poll', 'unknown', { settings: { display_name: 'A poll' } }),
    ],
  }),
  questions,
  { showanswer: 'closed' },
  shipped,
)

async function composed(options: Partial<CompositorOptions>) {
  const store = await publishUnits(memoryStore(), [page])
  const { types, diagnostics } = await loadPlugins(plugins)
  await using compositor = new Compositor({ store, types, ...options })
  const made = await compositor.unit(page.unit.key)
  const stats = compositor.stats()
  const pools = made.root.children.filter(({ pool }) => pool).map((bank) => bankPool(bank))
  const drawn = pools.flatMap(({ bank, keys }) => keys.map((key) => ({ bank, key })))
  const members = (await compositor.members.composed(made, drawn)).flat()
  return { unit: made, members, stats, diagnostics }
}

describe('a unit of shipped blocks', () => {
  it('comes out with its references replaced, and what its banks may draw is composed when it is drawn', async () => {
    const made = await composed({})
    expect([made.diagnostics, made.unit.diagnostics]).toEqual([[], undefined])
    const { children } = made.unit.root
    expect(children.map(({ type, key }) => [type, key])).toEqual([
      ['html', courseKey('html', 'intro')],
      ['problem', contextual(courseKey('library_content_v2', 'fixed'), b ?? '')],
      ['problem', contextual(courseKey('library_content_v2', 'fixed'), a ?? '')],
      ['randomized', courseKey('randomized', 'bank')],
      ['randomized', courseKey('randomized', 'all')],
      ['poll', courseKey('poll', 'unknown')],
    ])
    expect(children[1]?.fields).toMatchObject({
      display_name: 'Question b',
      max_attempts: 3,
      showanswer: 'closed',
    })
    expect(children[2]?.fields).toMatchObject({ display_name: 'Ours', max_attempts: 3 })
    expect(children.map((block) => block.children.length)).toEqual([0, 0, 0, 0, 0, 0])
    const { members } = made
    expect(members.map(({ origin }) => origin?.block)).toEqual([c, d, a, b, c, d])
    expect(members.slice(0, 2).map(({ key }) => key)).toEqual(
      [c, d].map((key) => contextual(courseKey('randomized', 'bank'), key ?? '')),
    )
    expect(members[2]?.fields).toMatchObject({ display_name: 'Question a', showanswer: 'closed' })
    expect(members.every(({ prepared }) => prepared !== undefined)).toBe(true)
  })

  it.skipIf(!WorkerPool.available())('comes out of a worker the same', async () => {
    const [inPlace, inWorker] = await Promise.all([
      composed({}),
      composed({ plugins, inlineLimit: 0, deadline: 20_000 }),
    ])
    expect(inWorker.stats).toMatchObject({ pooled: 1, inline: 0, failed: 0 })
    expect(inWorker.unit).toEqual(inPlace.unit)
    expect(inWorker.members).toEqual(inPlace.members)
    expect(inWorker.unit.version).toBe(versionOf(page))
  })
})
