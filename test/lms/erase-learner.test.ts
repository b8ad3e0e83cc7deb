import { describe, expect, it } from 'vitest'
import { sharedLine } from '../../lms/learner-state/shared-line.js'
import {
  eraseLearner,
  EventRelay,
  LearnerStore,
  MadeOfLearners,
  nothingChanged,
  type EventSink,
  type LearnerChange,
} from '../../lms/index.js'
import { memoryStore, type Records } from '../../store/index.js'

const names = ['ada', 'ada2', 'ad', 'Ada Ünal', 'x'.repeat(600)]

/** As much of a learner as there can be: every scope, asides, results, a log, lines. */
const work = (learner: string): LearnerChange => ({
  ...nothingChanged,
  updates: (['userState', 'preferences', 'userInfo', 'userDefinition'] as const).flatMap((scope) =>
    (['xblock.v1', 'xblock_asides.v1'] as const).map((family) => ({
      scope,
      family,
      id: scope === 'userInfo' ? '' : 'block-v1:O+C+R+type@problem+block@one',
      field: 'text',
      value: `${learner} wrote this`,
    })),
  ),
  grades: [
    {
      usage: 'block-v1:O+C+R+type@problem+block@one',
      earned: 1,
      possible: 2,
      at: 5,
      onlyIfHigher: false,
    },
  ],
  completions: [{ usage: 'block-v1:O+C+R+type@html+block@two', value: 1 }],
  step: { context: 'course-v1:O+C+R', section: 'week1', unit: 'block-v1:O+C+R+type@vertical+block@u', at: 5 },
  log: { at: 5, userId: `anonymous ${learner}`, context: 'course-v1:O+C+R', lines: [{ name: 'did' }] },
})

async function kept(records: Records): Promise<readonly string[]> {
  const found = await records.range({ from: ' ', to: '~' })
  return found.map(({ key, text }) => `${key} ${text}`)
}

describe('erasing a learner', () => {
  it.each(names)(
    'leaves nothing of %s but a number and a line, and all of everybody else; what was made of all together is not kept',
    async (erased) => {
      const { records } = memoryStore()
      const store = new LearnerStore(records)
      for (const learner of names.filter((name) => name !== erased))
        for (let round = 0; round < 3; round++) await store.commit(await store.load(learner), work(learner))
      const others = await kept(records)
      for (let round = 0; round < 3; round++) await store.commit(await store.load(erased), work(erased))
      const before = (await store.versions(erased)).stateVersion

      const outcome = await eraseLearner(records, { learner: erased, userId: 'anonymous', at: 9 })

      // Eight records of values, two results, how far they came and that it is counted, three changes; three lines.
      expect(outcome).toEqual({ records: 15, lines: 3 })
      const left = (await kept(records)).filter((text) => !others.includes(text))
      expect(left.map((text) => text.split(' ')[0])).toEqual(['log', 'madeStamp', 'outbox', 'stateVersion'])
      expect(left.join('\n')).not.toContain('wrote this')
      expect(left[0]).toContain('"isErased":true')
      expect((await kept(records)).filter((text) => others.includes(text))).toEqual(others)
      expect((await store.versions(erased)).stateVersion).toBeGreaterThan(before)
      expect(await store.blockLearners.page('block-v1:O+C+R+type@problem+block@one')).not.toContain(erased)
      expect((await store.load(erased)).stateVersion).toBeGreaterThan(before)
    },
  )

  it('keeps nothing that was being made of all learners meanwhile: it is made again', async () => {
    const { records } = memoryStore()
    const store = new LearnerStore(records)
    const context = 'course-v1:O+C+R'
    for (const learner of names) await store.commit(await store.load(learner), work(learner))
    const made = new MadeOfLearners(records)
    let times = 0
    const listed = await made.make(context, 'list', async () => {
      const learners = [...(await store.courseLearners.page(context))]
      times++
      if (times === 1) await eraseLearner(records, { learner: 'ada', userId: 'anonymous', at: 9 })
      return learners
    })
    expect(times).toBe(2)
    expect(listed).not.toContain('ada')
    expect(await made.of(context, 'list')).toEqual(listed)
  })

  it('tells the event log, and takes what a failing place had kept for it', async () => {
    const { records } = memoryStore()
    const store = new LearnerStore(records)
    const told: string[] = []
    const failing: EventSink = { name: 'failing', take: () => Promise.reject(new Error('not now')) }
    const taking: EventSink = {
      name: 'taking',
      take: async (lines) => void told.push(...lines.map(({ text }) => text)),
    }
    await store.commit(await store.load('ada'), work('ada'))
    await using relay = disposed(
      new EventRelay(records, { sinks: [failing, taking], poll: 60_000, onFailure: () => undefined }),
    )
    await relay.send()
    expect(await records.count({ from: 'aside ', to: 'aside!' })).toBe(1)
    expect(await eraseLearner(records, { learner: 'ada', userId: 'anonymous ada', at: 9 })).toEqual({
      records: 13,
      lines: 1,
    })
    await relay.send()
    expect(told.map((text) => (JSON.parse(text) as { name: string }).name)).toEqual([
      'did',
      'unit_compositor.learner.erased',
    ])
  })

  it('takes all or nothing of what the learner stores meanwhile, whenever that is', async () => {
    const kindsAfter = async (step: number): Promise<string> => {
      const { records } = memoryStore()
      const store = new LearnerStore(records)
      await store.commit(await store.load('ada'), work('ada'))
      let calls = 0
      const { range, read } = records
      const own = { range: range.bind(records), read: read.bind(records) }
      let isErasing = true
      const interrupted =
        <A, T>(call: (asked: A) => Promise<T>) =>
        async (asked: A) => {
          const found = await call(asked)
          if (isErasing && calls++ === step) {
            isErasing = false
            await store.commit(await store.load('ada'), work('ada'))
            isErasing = true
          }
          return found
        }
      Object.assign(records, { range: interrupted(own.range), read: interrupted(own.read) })
      await eraseLearner(records, { learner: 'ada', userId: 'anonymous', at: 9 })
      isErasing = false
      const isLater = calls <= step
      if (isLater) await store.commit(await store.load('ada'), work('ada'))
      const kinds = (await kept(records)).map((text) => text.split(' ')[0]).join(' ')
      return isLater ? `later: ${kinds}` : kinds
    }
    const [later] = [await kindsAfter(1_000_000)]
    const all = new Set<string>()
    for (let step = 0; step < 60; step++) all.add(await kindsAfter(step))
    expect(later).toMatch(/learnerIn.*learnerOf.*log log.*result result.*trail/)
    expect([...all]).toEqual(['log madeStamp outbox stateVersion'])
  })

  it('can be done again, of somebody of whom there is nothing too', async () => {
    const { records } = memoryStore()
    for (let round = 0; round < 2; round++) {
      // What is there the second time is the log's word of the first.
      const found = await eraseLearner(records, { learner: 'ada', userId: 'anonymous', at: 9 })
      expect(found).toEqual({ records: round, lines: round })
    }
  })
})

function disposed(relay: EventRelay): EventRelay & AsyncDisposable {
  return Object.assign(relay, { [Symbol.asyncDispose]: () => relay.close() })
}

it('leaves of a line that waits what it tells of values that all learners share', () => {
  const field = (scope: string, value: number) => ({ scope, id: 'b', field: 'f', value })
  const line = (...fields: object[]) =>
    JSON.stringify({
      name: 'state',
      event: {
        learner: 'ada',
        number: 2,
        fields,
        results: [{ usage: 'b' }],
        trail: { context: 'c', section: 's', gained: 1 },
      },
    })
  expect(sharedLine(line(field('userState', 1), field('userStateSummary', 2)))).toBe(
    JSON.stringify({
      name: 'state',
      event: { learner: 'ada', number: 2, fields: [field('userStateSummary', 2)], results: [] },
    }),
  )
  expect(sharedLine(line(field('userState', 1)))).toBeUndefined()
  expect(sharedLine(JSON.stringify({ name: 'problem_check', event: {} }))).toBeUndefined()
})
