import { describe, expect, it } from 'vitest'
import { weighted } from '../../lms/index.js'
import { alice, bob, keyOf, one, person, post, side, unitOf } from './sky-unit.js'
import { changesStored } from './learner-stores.js'

const a = keyOf('question', 'a')
const unit = unitOf(
  'v1',
  one('question', 'a', { show_tally: true }),
  one('question', 'b', { weight: 10, graded: true }),
)

describe('a submission', () => {
  it('stores state, grade and completion, and logs everything else', async () => {
    const { lms, store, events } = side()
    const answer = await lms.handle(unit, alice, post(a, 'answer', '1'))
    expect(answer).toMatchObject({ status: 200, body: '{"attempts":1}' })
    expect((await store.results('alice', [a])).get(a)).toEqual({
      grade: { earned: 1, possible: 2, at: 1000 },
      completion: 1,
    })
    expect(events.events).toMatchObject([
      { name: 'test.tried', time: '1970-01-01T00:00:01.000Z', event: { body: '1' } },
      { name: 'edx.grades.problem.submitted' },
    ])
  })

  it('logs the weighted grade it earned', async () => {
    const { lms, events } = side()
    const b = keyOf('question', 'b')
    await lms.handle(unit, alice, post(b, 'answer', '1'))
    const { event } = events.events.at(-1) ?? {}
    expect(event).toEqual({
      user_id: 'anon-alice',
      course_id: 'course-v1:O+C+R',
      problem_id: b,
      weighted_earned: 5,
      weighted_possible: 10,
      event_transaction_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      event_transaction_type: 'edx.grades.problem.submitted',
    })
  })

  it('that the block refuses stores nothing', async () => {
    const { lms, store, events } = side()
    await lms.handle(unit, alice, post(a, 'answer', '1'))
    const stored = await changesStored(store)
    expect(await lms.handle(unit, alice, post(a, 'answer', '2'))).toMatchObject({ status: 409 })
    expect(await changesStored(store)).toBe(stored)
    expect((await store.results('alice', [a])).get(a)?.grade?.earned).toBe(1)
    const names = events.events.map(({ name }) => name)
    expect(names).toEqual(['test.tried', 'edx.grades.problem.submitted', 'test.tried'])
  })

  it('takes the last attempt once, however many come at the same time', async () => {
    const { lms } = side()
    const answers = await Promise.all(
      [1, 2, 1, 2].map((n) => lms.handle(unit, alice, post(a, 'answer', `${n}`))),
    )
    expect(answers.map(({ status }) => status).toSorted((x, y) => x - y)).toEqual([200, 409, 409, 409])
  })

  it('of many learners loses no vote', async () => {
    const { lms, store } = side()
    await Promise.all(
      Array.from({ length: 50 }, (_, n) => lms.handle(unit, person(`p${n}`), post(a, 'answer', '1'))),
    )
    const tally = { scope: 'userStateSummary', id: a } as const
    expect((await store.load('x', [tally])).record(tally)).toEqual({ tally: { 1: 50 } })
  })

  it('reaches only blocks this learner sees', async () => {
    const { lms } = side()
    const bank = one('bank', 'k', { count: 2 }, ...['a', 'b', 'c'].map((id) => one('question', id)))
    const banked = unitOf('v1', bank, one('question', 'h', { visible_to_staff_only: true }))
    const send = (id: string, learner = alice) =>
      lms.handle(banked, learner, post(keyOf('question', id), 'answer', '1'))
    await expect(send('b')).rejects.toMatchObject({ code: 'block-not-found' })
    await expect(send('h')).rejects.toMatchObject({ code: 'block-not-found' })
    await expect(send('nowhere')).rejects.toMatchObject({ code: 'block-not-found' })
    expect(await send('h', person('eve', true))).toMatchObject({ status: 200 })
  })

  it('to a block whose content is at fault tells staff the reason, and learners of no such block', async () => {
    const { lms } = side()
    const failure = { code: 'library-block-missing', message: 'gone' } as const
    const broken = unitOf('v1', { ...one('question', 'a'), failure })
    const [staff, learner] = [person('stella', true), alice]
    await expect(lms.handle(broken, staff, post(a, 'answer', '1'))).rejects.toMatchObject(failure)
    await expect(lms.data(broken, staff, a, 'student_view_data')).rejects.toMatchObject(failure)
    for (const asked of [
      lms.handle(broken, learner, post(a, 'answer', '1')),
      lms.data(broken, learner, a, 'student_view_data'),
    ]) {
      await expect(asked).rejects.toMatchObject({ code: 'block-not-found' })
    }
  })

  it('also stores a selection that was not stored yet, its events first', async () => {
    const { lms, events } = side()
    const bank = one('bank', 'k', { count: 3 }, ...['a', 'b', 'c'].map((id) => one('question', id)))
    const banked = unitOf('v1', bank)
    await lms.handle(banked, alice, post(a, 'answer', '1'))
    await lms.unitPage(banked, alice)
    expect(events.events.map(({ name }) => name)).toEqual([
      'test.bank.assigned',
      'test.tried',
      'edx.grades.problem.submitted',
    ])
  })

  it('to a handler that only reads stores nothing, not even a selection that is new, and is logged', async () => {
    const { lms, events, store } = side()
    const call = post(a, 'tell')
    const reading = { ...call, request: { ...call.request, method: 'GET' } }
    const bank = one('bank', 'k', { count: 3 }, ...['a', 'b', 'c'].map((id) => one('question', id)))
    const banked = unitOf('v1', bank)
    await lms.handle(unit, alice, reading)
    expect((await lms.handle(banked, alice, reading)).body).toBe('{"attempts":0}')
    expect(await changesStored(store)).toBe(0)
    expect(events.events.map(({ name }) => name)).toEqual(['test.told', 'test.told'])
  })

  it('that publishes a grade which is no number is an error of the block, with nothing stored', async () => {
    const { lms, store } = side()
    await expect(lms.handle(unit, alice, post(a, 'cheat'))).rejects.toMatchObject({
      code: 'block-failed',
      usage: a,
    })
    expect((await store.versions('alice')).stateVersion).toBe(0)
  })

  it('may complete a block the older way, by progress', async () => {
    const { lms, store } = side()
    await lms.handle(unit, alice, post(a, 'look_again'))
    expect((await store.results('alice', [a])).get(a)).toEqual({ completion: 1 })
  })
})

describe('progress', () => {
  it('weights what was earned, and counts what is not graded yet', async () => {
    const { lms } = side()
    await lms.handle(unit, alice, post(a, 'answer', '2'))
    await lms.handle(unit, alice, post(keyOf('question', 'b'), 'answer', '1'))
    // a: 2 of 2 raw; b: 1 of 2, weight 10, so 5 of 10.
    expect(await lms.unitProgress(unit, alice)).toMatchObject({
      score: { earned: 7, possible: 12 },
      graded: { earned: 5, possible: 10 },
      completion: { done: 2, blocks: 2 },
    })
    expect(await lms.unitProgress(unit, bob)).toMatchObject({
      score: { earned: 0, possible: 12 },
      completion: { done: 0, blocks: 2 },
    })
    const second = { ...unitOf('v1', one('question', 'z'), one('text', 't')), key: keyOf('box', 'w') }
    expect(await lms.courseProgress([unit, second], alice)).toMatchObject({
      score: { earned: 7, possible: 14 },
      completion: { done: 2, blocks: 3 },
    })
  })

  it('counts only what the learner sees of a bank, and stores no selection', async () => {
    const { lms, store } = side()
    const bank = one('bank', 'k', { count: 2 }, ...['a', 'b', 'c'].map((id) => one('question', id)))
    const { score, blocks } = await lms.unitProgress(unitOf('v1', bank), alice)
    expect(score.possible).toBe(4)
    expect(blocks.map(({ key }) => key)).toEqual([keyOf('question', 'c'), keyOf('question', 'a')])
    expect((await store.versions('alice')).stateVersion).toBe(0)
  })

  it('counts one point for a block whose type fails to say, and reports it', async () => {
    const { lms, failures } = side()
    const unsaid = unitOf('v1', one('question', 'a', { points: 13 }))
    expect((await lms.unitProgress(unsaid, alice)).score).toEqual({ earned: 0, possible: 1 })
    expect(failures).toMatchObject([{ code: 'block-failed', usage: a }])
  })

  it.each([
    [{ earned: 1, possible: 4 }, 2, { earned: 0.5, possible: 2 }],
    [{ earned: 1, possible: 4 }, undefined, { earned: 1, possible: 4 }],
    [{ earned: 0, possible: 0 }, 2, { earned: 0, possible: 0 }],
    [{ earned: 1, possible: 4 }, 0, { earned: 0, possible: 0 }],
  ])('weights %o by %s as %o', (raw, weight, points) => {
    expect(weighted(raw, weight)).toEqual(points)
  })
})
