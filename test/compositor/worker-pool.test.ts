import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { readAnswer } from '../../compositor/compose-answer.js'
import {
  compose,
  Compositor,
  WorkerPool,
  type CompositorOptions,
  type WorkerPoolOptions,
} from '../../compositor/index.js'
import type { BlockTypes } from '../../runtime/index.js'
import type { ComposedUnit, PublishedBlock, GatheredUnit } from '../../runtime/unit/index.js'
import {
  inCourse,
  inLibrary,
  libraryKey,
  practicePlugin,
  practiceTypes,
  publishUnits,
  recordHash,
  versionOf,
  unit,
  use,
} from './published.js'
import { memoryStore } from '../../store/index.js'

const built = WorkerPool.available()
if (!built) console.warn('Worker tests stand aside: there is no dist/. `npm run build` makes it.')

const plugins = { specifiers: [practicePlugin] }
const folder = mkdtempSync(join(tmpdir(), 'worker-pool-'))
const open: AsyncDisposable[] = []
let types: BlockTypes

beforeAll(async () => {
  types = await practiceTypes()
})
afterEach(async () => {
  for (const one of open.splice(0)) await one[Symbol.asyncDispose]()
})
afterAll(() => rmSync(folder, { recursive: true }))

function pool(options: Partial<WorkerPoolOptions> = {}): WorkerPool {
  const made = new WorkerPool({ plugins, threads: 1, ...options })
  open.push(made)
  return made
}

async function compositor(units: readonly GatheredUnit[], options: Partial<CompositorOptions> = {}) {
  const store = await publishUnits(memoryStore(), units)
  const made = new Compositor({ store, types, plugins, threads: 1, inlineLimit: 0, ...options })
  open.push(made)
  return made
}

async function inWorker(workers: WorkerPool, one: GatheredUnit): Promise<ComposedUnit> {
  const { texts } = await workers.compose(JSON.stringify(one), recordHash(one))
  const { unit: composed } = await readAnswer(texts)
  if (!composed) throw new Error('The worker composed nothing.')
  return composed
}

const vertical = (id: string, ...children: PublishedBlock[]) => unit(inCourse('vertical', id, { children }))
const sound = (id: string) => vertical(id, inCourse('problem', `p${id}`, { content: { data: 'to be' } }))

const settings = fc.dictionary(
  fc.constantFrom('display_name', 'max_attempts', 'weight', 'due', 'odd'),
  fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.boolean()),
)
const content = fc.dictionary(
  fc.constantFrom('data', 'how'),
  fc.oneof(fc.string(), fc.constant('map'), fc.integer()),
)
const used = fc.array(
  fc.constantFrom('a', 'b', 'c', 'gone').map((id) => use(libraryKey('any', id))),
  { maxLength: 4 },
)
function blockTree(make: typeof inCourse, depth = 3): fc.Arbitrary<PublishedBlock> {
  return fc
    .record({
      type: fc.constantFrom('problem', 'html', 'box', 'uses', 'bank', 'broken', 'spy', 'liar', 'stranger'),
      id: fc.integer({ min: 0, max: 99 }),
      content,
      settings,
      uses: used,
      children: depth === 0 ? fc.constant([]) : fc.array(blockTree(make, depth - 1), { maxLength: 3 }),
    })
    .map(({ type, id, uses, ...parts }) =>
      make(type, String(id), { ...parts, settings: { ...parts.settings, uses } }),
    )
}
const anyUnit = fc
  .record({
    root: blockTree(inCourse),
    library: fc.tuple(blockTree(inLibrary), blockTree(inLibrary), blockTree(inLibrary)),
    inherited: settings,
  })
  .map(({ root, library, inherited }) =>
    unit(
      root,
      library.map((block, index) => ({ ...block, key: libraryKey('any', 'abc'.charAt(index)) })),
      inherited,
    ),
  )

describe.skipIf(!built)('a worker', () => {
  it('composes any unit as it is composed in place', async () => {
    const workers = pool()
    await fc.assert(
      fc.asyncProperty(anyUnit, async (one) => {
        expect(await inWorker(workers, one)).toEqual(compose(one, recordHash(one), types))
      }),
      { numRuns: 150, seed: 20_26 },
    )
  })

  it('loads the shipped block types by the name of their plugin', async () => {
    const workers = pool({ plugins: { specifiers: ['unit-compositor/blocks'] } })
    const { root } = await inWorker(
      workers,
      vertical('1', inCourse('jigsaw', 'j', { settings: { display_name: 'J' } })),
    )
    expect(root.failure).toBeUndefined()
    expect(root.children).toMatchObject([{ type: 'jigsaw', fields: { display_name: 'J' } }])
  })
})

describe.skipIf(!built)('a pool', () => {
  it.each([
    ['hangs', { deadline: 400 }, 'more than 400 ms'],
    ['greedy', { memory: 64, deadline: 20_000 }, 'more than 64 MiB'],
    ['exits', {}, 'ended the thread'],
  ])(
    'shows a block that %s as failed, the rest of its unit and all other units whole',
    async (type, options, why) => {
      const bad = vertical(
        'h',
        inCourse('problem', 'a', { content: { data: 'one two' } }),
        inCourse(type, 'x'),
        inCourse('html', 'b'),
      )
      const others = ['1', '2', '3'].map(sound)
      const made = await compositor([bad, ...others], options)
      const [shown, ...composed] = await made.units([bad, ...others].map((one) => one.unit.key))
      expect(shown?.root.failure).toBeUndefined()
      expect(shown?.root.children).toMatchObject([
        { type: 'problem', prepared: { words: ['one', 'two'] } },
        { type, failure: { code: 'block-failed' } },
        { type: 'html' },
      ])
      expect(shown?.root.children[1]?.failure?.message).toContain(why)
      expect(shown?.diagnostics).toMatchObject([
        { code: 'block-failed', usage: shown?.root.children[1]?.key },
      ])
      expect(composed.map(({ root }) => root.children[0]?.failure)).toEqual([undefined, undefined, undefined])
      expect(await made.unit(bad.unit.key)).toBe(shown)
      expect(made.stats()).toMatchObject({ pooled: 4, failed: 0, inline: 0, hits: 1 })
    },
  )

  it('gives up on a unit with many blocks that hang, and on no other', async () => {
    const hanging = vertical('h', ...['a', 'b', 'c', 'd', 'e'].map((id) => inCourse('hangs', id)))
    const made = await compositor([hanging, sound('1')], { deadline: 100 })
    const [failed, other] = await made.units([hanging.unit.key, sound('1').unit.key])
    expect(failed).toMatchObject({
      key: hanging.unit.key,
      version: versionOf(hanging),
      root: {
        key: hanging.unit.key,
        type: 'unsupported',
        failure: { code: 'block-failed', usage: hanging.unit.key },
      },
    })
    expect(other?.root.children[0]?.failure).toBeUndefined()
    expect(made.stats()).toMatchObject({ pooled: 1, failed: 1 })
  })

  const many = (count: number, type: string, ms: number) =>
    vertical(
      'm',
      ...Array.from({ length: count }, (_, index) => inCourse(type, String(index), { content: { ms } })),
    )

  it('gives each call of a block its time, so that a unit of many takes what they need together', async () => {
    const one = many(12, 'works', 60)
    const made = await compositor([one], { deadline: 250 })
    const { root } = await made.unit(one.unit.key)
    expect(root.children.map(({ prepared }) => prepared)).toEqual(Array(12).fill('worked'))
  })

  it('blames no block for a processor it did not get', async () => {
    const one = many(2, 'waits', 900)
    const made = await compositor([one], { deadline: 200 })
    const { root } = await made.unit(one.unit.key)
    expect(root.children.map(({ prepared }) => prepared)).toEqual(['waited', 'waited'])
  })

  it('stops a block that waits without an end', async () => {
    const one = many(1, 'waits', 60_000)
    const made = await compositor([one], { deadline: 50 })
    expect((await made.unit(one.unit.key)).root.children[0]?.failure?.message).toContain('more than 50 ms')
  })

  it('bounds a unit as a whole, by the length of its record', async () => {
    const one = many(150, 'works', 20)
    const made = await compositor([one], { deadline: 60 })
    expect((await made.unit(one.unit.key)).root.failure?.message).toMatch(/together took more than \d+ ms/)
  })

  it('never runs what a plugin prepares where it could not be stopped', async () => {
    const hanging = vertical('h', inCourse('hangs', 'x'))
    const made = await compositor([hanging], { deadline: 400, inlineLimit: 1000 })
    expect((await made.unit(hanging.unit.key)).root.children[0]?.failure?.code).toBe('block-failed')
    expect(made.stats()).toMatchObject({ inline: 0, pooled: 1 })
  })

  it('tries a unit again whose thread died, and gives it when it was not to blame', async () => {
    const unlucky = vertical('u', inCourse('exits_once', 'x', { content: { flag: join(folder, 'died') } }))
    const made = await compositor([unlucky])
    expect((await made.unit(unlucky.unit.key)).root.children[0]?.prepared).toBe('second time')
    expect(existsSync(join(folder, 'died'))).toBe(true)
  })

  it('is not waited for while its threads start', async () => {
    const plain = vertical('1', inCourse('html', 'h'))
    const made = await compositor([plain], { inlineLimit: 1000 })
    await made.unit(plain.unit.key)
    expect(made.stats()).toMatchObject({ inline: 1, pooled: 0 })
  })

  it('takes no more units than its queue holds', async () => {
    const workers = pool({ maxQueue: 1 })
    const [running, waiting] = [inWorker(workers, sound('1')), inWorker(workers, sound('2'))]
    await expect(inWorker(workers, sound('3'))).rejects.toMatchObject({
      code: 'compositor-busy',
      status: 503,
    })
    expect([(await running).key, (await waiting).key]).toEqual([sound('1').unit.key, sound('2').unit.key])
  })

  it('lets nobody wait for ever when it closes', async () => {
    const workers = pool()
    const asked = ['1', '2', '3'].map((id) => inWorker(workers, sound(id)))
    const settled = Promise.allSettled(asked)
    await workers.close()
    const refused = (await settled).flatMap((one) =>
      one.status === 'rejected' ? [one.reason as unknown] : [],
    )
    expect(refused).toHaveLength(3)
    for (const reason of refused) expect(reason).toMatchObject({ code: 'compositor-busy' })
    await expect(inWorker(workers, sound('4'))).rejects.toMatchObject({ code: 'compositor-busy' })
  })

  it('says so when a record is no unit', async () => {
    const { texts } = await pool().compose('{"key":', 'v')
    expect(await readAnswer(texts)).toMatchObject({ error: { code: 'store-damaged' } })
  })
})
