import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Container } from 'inversify'
import { afterEach, describe, expect, it } from 'vitest'
import { ProblemBlock } from '../../blocks/problem/index.js'
import {
  LearnersSide,
  MemoryEventLog,
  type Learner,
  type LearnerStore,
  rescoredAll,
} from '../../lms/index.js'
import { JobRunner, Jobs, type Job, type JobWorker } from '../../store/index.js'
import {
  BlockRuntime,
  BlockType,
  Clock,
  Random,
  ScriptRunner,
  CompositorError,
  type ComposedUnit,
  type JsonObject,
} from '../../runtime/index.js'
import type { LearnersPage } from '../../lms/learner-state/index.js'
import type { LearnersAtBlock } from '../../lms/staff/index.js'
import { alice, bob, keyOf, one, person, post, SetClock, types as skyTypes, unitOf } from './sky-unit.js'
import { changesStored, closeLearners, lmdbLearners, memoryLearners } from './learner-stores.js'

const key = keyOf('problem', 'p')
const staff = person('stella', true)
const problemTypes = BlockType.allOf(ProblemBlock, 'test')
const types = new Map([...skyTypes, ...problemTypes.map((type): [string, BlockType] => [type.name, type])])

/** Two questions: a choice, of which `right` is right, and a number, 4. */
const problem = (right: 'A' | 'B') => `<problem><multiplechoiceresponse><choicegroup type="MultipleChoice">
<choice correct="${right === 'A'}">A</choice><choice correct="${right === 'B'}">B</choice></choicegroup></multiplechoiceresponse>
<numericalresponse answer="4"><formulaequationinput/></numericalresponse></problem>`

/** A unit that is the problem itself, so that no other type is needed here. */
const version = (right: 'A' | 'B', settings: JsonObject = {}): ComposedUnit => ({
  ...unitOf(`answer-${right}`),
  root: one('problem', 'p', { data: problem(right), ...settings }),
})

const folders: string[] = []
const closing: LearnersSide[] = []
afterEach(async () => {
  await Promise.all(closing.splice(0).map((lms) => lms.close()))
  await closeLearners()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function lmdbStore(): LearnerStore {
  const folder = mkdtempSync(join(tmpdir(), 'staff-'))
  folders.push(folder)
  return lmdbLearners(folder)
}

function opened(store: LearnerStore = memoryLearners(), scripts?: ScriptRunner) {
  const services = new Container()
  const clock = new SetClock()
  services.bind(Clock).toConstantValue(clock)
  services.bind(Random).toConstantValue({ next: () => 0.5 })
  if (scripts) services.bind(ScriptRunner).toConstantValue(scripts)
  const events = new MemoryEventLog()
  const lms = new LearnersSide({
    runtime: new BlockRuntime({ types, services }),
    store,
    events,
    clock,
  })
  closing.push(lms)
  const html = async (unit: ComposedUnit, learner: Learner) =>
    (await lms.unitPage(unit, learner)).fragment.content.text
  /** Names inputs as the page does, so that no test depends on how ids are made. */
  const submit = async (unit: ComposedUnit, learner: Learner, choice: string, number: string) => {
    const names = new Set(
      [...(await html(unit, learner)).matchAll(/name="(input_[^"]+)"/g)].map(([, n]) => n),
    )
    const [first = '', second = ''] = names
    return lms.handle(
      unit,
      learner,
      post(key, 'problem_check', JSON.stringify({ [first]: choice, [second]: number })),
    )
  }
  const grade = async (learner: Learner) => (await store.results(learner.id, [key])).get(key)?.grade
  const of = (learner: Learner, by = staff) => ({ usageKey: key, learner, by })
  return { lms, store, events, html, submit, grade, of, clock }
}

const always = { onlyIfHigher: false }

/** Rescores everybody by the corrected key, as a job. */
async function everybody(lms: LearnersSide, store: LearnerStore, by = staff) {
  const jobs = new Jobs(store.records)
  const of = { usageKey: key, by, learnerOf: (id: string) => person(id) }
  const worker: JobWorker = async (job) => ({ ...(await lms.staff.rescoreAll(corrected, of, always, job)) })
  const { id } = await jobs.start('rescore-all', {})
  await new JobRunner(jobs, { workers: { 'rescore-all': worker }, poll: 0 }).run(id)
  const job = (await jobs.find(id)) as Job
  return { job, ...(await rescoredAll(jobs, job)) }
}
const [wrongKey, corrected] = [version('B'), version('A')]

describe('rescoring a learner', () => {
  it('raises the score, and publishes the grade, once the author corrected the key', async () => {
    const { lms, submit, grade, of, html, clock } = opened()
    await submit(wrongKey, alice, 'choice_0', '4')
    expect(await grade(alice)).toEqual({ earned: 1, possible: 2, at: 1000 })
    await html(corrected, alice)
    clock.time = 2000
    expect(await lms.staff.rescore(corrected, of(alice), always)).toEqual({
      learner: 'alice',
      before: { earned: 1, possible: 2, at: 1000 },
      after: { earned: 2, possible: 2, at: 2000 },
    })
    expect(await grade(alice)).toEqual({ earned: 2, possible: 2, at: 2000 })
    expect((await lms.unitProgress(corrected, alice)).score).toEqual({ earned: 2, possible: 2 })
    expect(await html(corrected, alice)).toContain('2 of 2 points')
  })

  it('logs what the block says of it, and who asked, under anonymous ids', async () => {
    const { lms, submit, of, events } = opened()
    await submit(wrongKey, alice, 'choice_0', '4')
    await lms.staff.rescore(corrected, of(alice), always)
    expect(events.events.slice(-2)).toMatchObject([
      { name: 'problem_rescore', event: { orig_score: 1, new_score: 2, attempts: 1 } },
      {
        name: 'edx.grades.problem.rescored',
        context: { user_id: 'anon-alice' },
        event: { user_id: 'anon-alice', instructor_id: 'anon-stella', only_if_higher: false },
      },
    ])
  })

  it('takes points away unless asked to keep what is higher', async () => {
    const { lms, submit, grade, of, store } = opened()
    await submit(corrected, alice, 'choice_0', '4')
    const before = (await store.load('alice', [])).record({ scope: 'userState', id: key })
    await lms.staff.rescore(wrongKey, of(alice), { onlyIfHigher: true })
    expect(await grade(alice)).toEqual({ earned: 2, possible: 2, at: 1000 })
    expect((await store.load('alice', [])).record({ scope: 'userState', id: key })).toEqual(before)
    await lms.staff.rescore(wrongKey, of(alice), always)
    expect((await grade(alice))?.earned).toBe(1)
  })

  it('is never spoilt by a submission that was refused', async () => {
    const { lms, submit, grade, of } = opened()
    const [once, onceCorrected] = [version('B', { max_attempts: 1 }), version('A', { max_attempts: 1 })]
    await submit(once, alice, 'choice_1', '4')
    expect((await submit(once, alice, 'choice_0', '5')).status).toBe(409)
    await lms.staff.rescore(once, of(alice), always)
    expect((await grade(alice))?.earned).toBe(2)
    await lms.staff.rescore(onceCorrected, of(alice), always)
    expect((await grade(alice))?.earned).toBe(1)
  })

  it('reaches a block that the learner’s selection no longer has, and selects nothing for it', async () => {
    const banked = (right: 'A' | 'B', count: number) =>
      unitOf(`bank-${right}`, one('bank', 'k', { count }, one('problem', 'p', { data: problem(right) })))
    const { lms, submit, of, grade, store, events } = opened()
    await submit(banked('B', 1), alice, 'choice_0', '4')
    const unselected = banked('A', 0)
    await expect(lms.handle(unselected, alice, post(key, 'problem_get'))).rejects.toMatchObject({
      code: 'block-not-found',
    })
    const address = { scope: 'userState', id: keyOf('bank', 'k') } as const
    const selected = (await store.load('alice', [])).record(address)
    events.events.length = 0
    expect(JSON.parse(await lms.staff.submissions(unselected, of(alice)))).toMatchObject({ attempts: 1 })
    expect(await lms.staff.rescore(unselected, of(alice), always)).toMatchObject({ after: { earned: 2 } })
    expect((await grade(alice))?.earned).toBe(2)
    expect((await store.load('alice', [])).record(address)).toEqual(selected)
    expect(events.events.map(({ name }) => name)).toEqual(['problem_rescore', 'edx.grades.problem.rescored'])
  })

  it('reaches a unit that is now for staff only', async () => {
    const { lms, submit, of, grade } = opened()
    await submit(wrongKey, alice, 'choice_0', '4')
    await lms.staff.rescore(version('A', { visible_to_staff_only: true }), of(alice), always)
    expect((await grade(alice))?.earned).toBe(2)
  })

  it('is logged with the weighted grade, as one transaction', async () => {
    const { lms, submit, of, events } = opened()
    await submit(version('B', { weight: 5 }), alice, 'choice_0', '4')
    await lms.staff.rescore(version('A', { weight: 5 }), of(alice), always)
    expect(events.events.at(-1)?.event).toMatchObject({
      course_id: 'course-v1:O+C+R',
      problem_id: key,
      new_weighted_earned: 5,
      new_weighted_possible: 5,
      event_transaction_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      event_transaction_type: 'edx.grades.problem.rescored',
    })
  })

  it('is refused, with an event, where nothing was submitted', async () => {
    const { lms, of, events, store } = opened()
    await expect(lms.staff.rescore(corrected, of(alice), always)).rejects.toMatchObject({
      code: 'rescore-refused',
      message: 'There is no submission to grade again.',
    })
    expect(events.events).toMatchObject([{ name: 'problem_rescore_fail', event: { failure: 'unanswered' } }])
    expect(await changesStored(store)).toBe(0)
  })

  it('is refused, with the score as it was, where the corrected problem’s script fails', async () => {
    const failing = {
      run: () => Promise.reject(new CompositorError('script-failed', 'NameError: x')),
    }
    const { lms, submit, of, events, grade } = opened(undefined, failing)
    await submit(wrongKey, alice, 'choice_0', '4')
    const data = problem('A').replace(
      '<problem>',
      '<problem><script type="loncapa/python">x = f(1)</script><p>$x</p>',
    )
    const broken = version('A', { data })
    await expect(lms.staff.rescore(broken, of(alice), always)).rejects.toMatchObject({
      code: 'rescore-refused',
      message: expect.stringContaining('NameError') as string,
    })
    expect(events.events.at(-1)).toMatchObject({
      name: 'problem_rescore_fail',
      event: { failure: 'script-failed' },
    })
    expect((await grade(alice))?.earned).toBe(1)
  })
})

describe('deleting a learner’s state', () => {
  it('shows the problem as if it had never been met, on the page that was kept too', async () => {
    const { lms, submit, grade, of, html, events } = opened()
    const fresh = await html(corrected, alice)
    const untouched = await lms.unitProgress(corrected, alice)
    expect(untouched.score).toEqual({ earned: 0, possible: 2 })
    await submit(corrected, alice, 'choice_0', '4')
    await submit(corrected, bob, 'choice_0', '5')
    expect(await html(corrected, alice)).not.toBe(fresh)
    expect(await lms.staff.deleteState(corrected, of(alice))).toBe(true)
    expect(await html(corrected, alice)).toBe(fresh)
    expect(await grade(alice)).toBeUndefined()
    expect(await lms.unitProgress(corrected, alice)).toEqual(untouched)
    expect((await grade(bob))?.earned).toBe(1)
    expect(events.events.at(-1)).toMatchObject({
      name: 'edx.grades.problem.state_deleted',
      event: { user_id: 'anon-alice', instructor_id: 'anon-stella', problem_id: key },
    })
  })

  it('of one who has none changes nothing and says so', async () => {
    const { lms, of, store, events } = opened()
    expect(await lms.staff.deleteState(corrected, of(alice))).toBe(false)
    expect((await store.versions('alice')).stateVersion).toBe(0)
    expect(events.events).toEqual([])
  })

  it('lets no submission that was under way bring the old attempts back', async () => {
    const { lms, submit, store, of } = opened()
    await submit(corrected, alice, 'choice_0', '5')
    await Promise.all([
      submit(corrected, alice, 'choice_0', '4'),
      lms.staff.deleteState(corrected, of(alice)),
    ])
    const left = (await store.load('alice', [])).record({ scope: 'userState', id: key })
    expect([undefined, 1]).toContain(left?.['attempts'])
  })
})

describe('the submissions of a learner', () => {
  it('are told with their grades, oldest first, and looking stores nothing', async () => {
    const { lms, submit, of, store, clock } = opened()
    await submit(corrected, alice, 'choice_1', '4')
    clock.time = 60_000
    await submit(corrected, alice, 'choice_0', '4')
    await lms.staff.rescore(corrected, of(alice), always)
    const before = (await store.versions('alice')).stateVersion
    const told = JSON.parse(await lms.staff.submissions(corrected, of(alice))) as JsonObject
    expect(told).toMatchObject({
      attempts: 2,
      last_submission_time: '1970-01-01T00:01:00.000Z',
      submissions: [
        { grade: 1, max_grade: 2, time: '1970-01-01T00:00:01.000Z' },
        { grade: 2, max_grade: 2, time: '1970-01-01T00:01:00.000Z' },
      ],
    })
    expect((await store.versions('alice')).stateVersion).toBe(before)
  })

  it('cannot be had by learners through the views of data', async () => {
    const { lms } = opened()
    for (const learner of [alice, staff]) {
      await expect(lms.data(corrected, learner, key, 'staff_submission_history')).rejects.toMatchObject({
        code: 'view-missing',
      })
    }
  })
})

describe('a score in place of the block’s', () => {
  const reason = 'Right but for a slip'

  it('counts whatever is submitted or rescored since, until it is taken back', async () => {
    const { lms, submit, of, grade, clock } = opened()
    const unit = version('B', { weight: 10 })
    await submit(unit, alice, 'choice_0', '4')
    clock.time = 2000
    await lms.staff.overrideScore(unit, of(alice), { score: 9, reason })
    const override = { reason, by: staff.id, own: { earned: 1, possible: 2, at: 1000 } }
    expect(await grade(alice)).toEqual({ earned: 1.8, possible: 2, at: 2000, override })
    expect((await lms.unitProgress(unit, alice)).score).toEqual({ earned: 9, possible: 10 })
    await submit(unit, alice, 'choice_1', '4')
    await lms.staff.rescore(unit, of(alice), { onlyIfHigher: true })
    expect(await grade(alice)).toMatchObject({ earned: 1.8, override: { reason, own: { earned: 2 } } })
    expect(await lms.staff.takeBackOverride(unit, of(alice))).toEqual({ earned: 2, possible: 2, at: 2000 })
    expect(await lms.staff.takeBackOverride(unit, of(alice))).toMatchObject({ earned: 2 })
    expect((await lms.unitProgress(unit, alice)).score).toEqual({ earned: 10, possible: 10 })
  })

  it('can be given to who did nothing, and leaves nothing behind', async () => {
    const { lms, of, grade, events, html } = opened()
    await html(corrected, bob)
    await lms.staff.overrideScore(corrected, of(bob), { score: 1, reason: ' Answered on paper ' })
    expect(await lms.staff.learnerAt(corrected, of(bob))).toMatchObject({
      score: { earned: 1, possible: 2 },
      worth: 2,
    })
    await lms.staff.overrideScore(corrected, of(bob), { score: 2, reason: 'More of it' })
    expect(await lms.staff.takeBackOverride(corrected, of(bob))).toBeNull()
    expect(await grade(bob)).toBeUndefined()
    expect(events.events.map(({ name, event }) => [name, event])).toMatchObject([
      [
        'edx.grades.problem.score_overridden',
        { reason: 'Answered on paper', instructor_id: staff.anonymousId },
      ],
      ['edx.grades.problem.score_overridden', { new_weighted_earned: 2 }],
      ['edx.grades.problem.score_overridden', { new_weighted_earned: null, override_deleted: true }],
    ])
  })

  it.each<[string, { score: number; reason: string }]>([
    ['more than the block is worth', { score: 3, reason }],
    ['less than nothing', { score: -1, reason }],
    ['no number', { score: Number.NaN, reason }],
    ['one without a reason', { score: 1, reason: '  ' }],
  ])('is refused where it is %s', async (_, given) => {
    const { lms, of, grade } = opened()
    await expect(lms.staff.overrideScore(corrected, of(alice), given)).rejects.toMatchObject({
      code: 'handler-input',
    })
    expect(await grade(alice)).toBeUndefined()
  })
})

describe('attempts that are given anew', () => {
  it('can be used, keep what was answered, and can be taken back', async () => {
    const { lms, submit, of, grade, events } = opened()
    const unit = version('A', { max_attempts: 1 })
    await submit(unit, alice, 'choice_1', '4')
    const refused = await submit(unit, alice, 'choice_0', '4').catch(() => undefined)
    expect(refused?.status).toBe(409)
    expect(await lms.staff.setAttempts(unit, of(alice), () => 0)).toEqual({ before: 1, after: 0 })
    expect(events.events.at(-1)).toMatchObject({
      name: 'unit_compositor.problem.attempts_set',
      event: { attempts_before: 1, attempts: 0, instructor_id: staff.anonymousId },
    })
    expect(await lms.staff.setAttempts(unit, of(alice), (now) => now + 1)).toEqual({ before: 0, after: 1 })
    await lms.staff.setAttempts(unit, of(alice), () => 0)
    await submit(unit, alice, 'choice_0', '4')
    expect((await grade(alice))?.earned).toBe(2)
    const { submissions, attempts } = JSON.parse(await lms.staff.submissions(unit, of(alice))) as JsonObject
    expect([attempts, (submissions as JsonObject[]).map(({ grade: points }) => points)]).toEqual([1, [1, 2]])
  })
})

describe('somebody who is no staff', () => {
  it('can do nothing of this, not even to their own work', async () => {
    const { lms, submit, of, grade, store } = opened()
    await submit(wrongKey, alice, 'choice_0', '4')
    const own = of(alice, alice)
    await expect(lms.staff.rescore(corrected, own, always)).rejects.toMatchObject({ code: 'staff-only' })
    await expect(lms.staff.deleteState(corrected, own)).rejects.toMatchObject({
      code: 'staff-only',
      status: 403,
    })
    await expect(lms.staff.submissions(corrected, own)).rejects.toMatchObject({ code: 'staff-only' })
    const ways = [
      () => lms.staff.overrideScore(corrected, own, { score: 2, reason: 'me' }),
      () => lms.staff.takeBackOverride(corrected, own),
      () => lms.staff.setAttempts(corrected, own, () => 0),
    ]
    for (const way of ways) await expect(way()).rejects.toMatchObject({ code: 'staff-only' })
    expect((await everybody(lms, store, alice)).job).toMatchObject({
      state: 'failed',
      error: { code: 'staff-only' },
    })
    expect((await grade(alice))?.earned).toBe(1)
  })

  it('cannot call the method as a handler', async () => {
    const { lms } = opened()
    await expect(lms.handle(corrected, alice, post(key, 'rescore'))).rejects.toMatchObject({
      code: 'handler-missing',
    })
  })
})

describe.each([
  ['in memory', () => memoryLearners()],
  ['in lmdb', lmdbStore],
])('rescoring everybody, stored %s', (_, make: () => LearnerStore) => {
  it('reaches each of fifty learners, whatever their ids, and tells how far it is', async () => {
    const { lms, submit, grade, store, events } = opened(make())
    const learners = Array.from({ length: 50 }, (_one, n) => person(n === 7 ? 'Zoë Ødegård' : `p${n}`))
    // Every third gave the number wrong as well: 0 before, 1 after; the others 1, then 2.
    for (const [n, learner] of learners.entries()) {
      await submit(wrongKey, learner, 'choice_0', n % 3 === 0 ? '5' : '4')
    }
    await lms.handle(wrongKey, bob, post(key, 'problem_save', '{}'))
    expect(new Set(await store.blockLearners.page(key))).toEqual(
      new Set([...learners.map(({ id }) => id), 'bob']),
    )
    expect(await store.blockLearners.page(`${key}2`)).toEqual([])
    expect(await store.blockLearners.page(key.slice(0, -1))).toEqual([])

    const before = events.events.length
    const { job, counts, rescored, changed, failed } = await everybody(lms, store)
    expect(await Promise.all(learners.map(async (learner) => (await grade(learner))?.earned))).toEqual(
      learners.map((_one, n) => (n % 3 === 0 ? 1 : 2)),
    )
    expect([rescored.length, changed.length, failed]).toEqual([50, 50, []])
    expect(counts).toEqual({ rescored: 50, changed: 50, failed: 0, skipped: 1 })
    // Nothing is logged of who saved something and never submitted.
    expect(events.events.slice(before).map(({ context }) => context.user_id)).not.toContain(bob.anonymousId)
    expect(job).toMatchObject({ state: 'done', progress: { done: 51, total: 51 } })
  })

  it('lists learners page by page in both directions, each once, and by what their ids begin with', async () => {
    const { lms, submit } = opened(make())
    const ids = [...Array.from({ length: 23 }, (_one, n) => `p${n}`), 'Zoë Ødegård', 'quill', 'a b']
    for (const id of ids) await submit(corrected, person(id), 'choice_0', '4')
    const at = (page: LearnersPage) => lms.staff.learnersAt(corrected, { usageKey: key, by: staff }, page)
    const names = ({ learners }: LearnersAtBlock) => learners.map(({ learner }) => learner)
    const forward = [await at({ limit: 7 })]
    for (let last = forward[0]; last?.hasNext; forward.push(last)) {
      last = await at({ limit: 7, after: names(last).at(-1) })
    }
    expect(forward.map(({ learners }) => learners.length)).toEqual([7, 7, 7, 5])
    expect(forward.map(({ hasPrevious }) => hasPrevious)).toEqual([false, true, true, true])
    expect(forward.flatMap(names).toSorted()).toEqual(ids.toSorted())
    const backward = await at({ limit: 7, before: forward[3]?.learners[0]?.learner })
    expect(backward).toEqual({ ...forward[2], hasPrevious: true, hasNext: true })
    const first = await at({ limit: 7, before: forward[1]?.learners[0]?.learner })
    expect(first).toEqual({ ...forward[0], hasPrevious: false, hasNext: true })
    expect(names(await at({ search: 'p1' })).toSorted()).toEqual(
      ids.filter((id) => id.startsWith('p1')).toSorted(),
    )
    expect(names(await at({ search: 'Zoë Ødegård' }))).toEqual(['Zoë Ødegård'])
    expect(names(await at({ search: 'zz' }))).toEqual([])
    expect(await at({ search: 'p1', limit: 5, after: 'p13' })).toMatchObject({ hasPrevious: true })
  })

  it('leaves out those whose state was deleted', async () => {
    const { lms, submit, of, store } = opened(make())
    await submit(corrected, alice, 'choice_0', '4')
    await submit(corrected, bob, 'choice_0', '4')
    await lms.staff.deleteState(corrected, of(alice))
    expect(await store.blockLearners.page(key)).toEqual(['bob'])
  })
})
