import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { historyLimits } from '../../../blocks/problem/block/attempt-history.js'
import { answerLimits } from '../../../blocks/problem/block/posted-answers.js'
import type { Json, JsonObject } from '../../../runtime/index.js'
import { ProblemAtWork } from './problem-at-work.js'

const problem = (first: string, second = 'two') => `<problem>
  <stringresponse answer="${first}"><textline/></stringresponse>
  <stringresponse answer="${second}"><textline/></stringresponse></problem>`
const given = {
  right: { input_p_2_1: 'one', input_p_3_1: 'two' },
  half: { input_p_2_1: 'one', input_p_3_1: 'x' },
}
const wrong = { input_p_2_1: 'x', input_p_3_1: 'x' }
const postsOf = [wrong, given.half, given.right]

const sizeOf = (value: unknown) => JSON.stringify(value).length
const raw = (earned: number) => ({ raw_earned: earned, raw_possible: 2 })
const historyOf = ({ state }: ProblemAtWork) =>
  ['score_history', 'student_answers_history', 'correct_map_history'].map((name) => state[name] as Json[])

/** What each grading method makes of all points earned, worked out from the whole list. */
const counted: Readonly<Record<string, (points: readonly number[]) => number>> = {
  last_score: (points) => points.at(-1) ?? 0,
  first_score: (points) => points[0] ?? 0,
  highest_score: (points) => Math.max(...points),
  average_score: (points) => points.reduce((sum, one) => sum + one) / points.length,
}

describe('a problem answered very often', () => {
  it.each(Object.keys(counted))('has the score that %s gives of all attempts', async (method) => {
    const points = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 51, maxLength: 120 })
    await fc.assert(
      fc.asyncProperty(points, async (earned) => {
        const work = new ProblemAtWork(problem('one'), { grading_method: method })
        for (const one of earned) await work.act('problem_check', postsOf[one])
        const { raw_earned: score } = work.state['score'] as { raw_earned: number }
        expect(score).toBeCloseTo(counted[method]?.(earned) ?? NaN, 2)
        const before = structuredClone(work.state)
        await work.rescore()
        expect(work.state).toEqual(before)
      }),
      { numRuns: 5, seed: 8 },
    )
  })

  it.each([
    ['small answers', 'x'],
    ['answers as long as may be', 'x'.repeat(answerLimits.length / 2)],
  ])('writes and logs no more for the 300th attempt than for the 100th: %s', async (_, text) => {
    const work = new ProblemAtWork(problem('one'))
    const written: number[] = []
    const logged: number[] = []
    for (let attempt = 0; attempt < 300; attempt++) {
      const { status, events } = await work.act('problem_check', { input_p_2_1: text, input_p_3_1: text })
      expect(status).toBe(200)
      written.push(sizeOf(work.state))
      logged.push(sizeOf(events))
    }
    const tolerance = 100
    expect(written[299]).toBeLessThanOrEqual((written[99] ?? 0) + tolerance)
    expect(logged[299]).toBeLessThanOrEqual((logged[1] ?? 0) + tolerance)
    expect(written[299]).toBeLessThan(historyLimits.size + 8 * answerLimits.length)
    expect(work.state['attempts']).toBe(300)
    const [scores = [], answers = [], maps = []] = historyOf(work)
    expect([answers.length, maps.length]).toEqual([scores.length, scores.length])
    expect(scores.length).toBeLessThanOrEqual(historyLimits.attempts)
  })

  it('has the first, the best and the last attempt graded by the problem as it is corrected', async () => {
    const work = new ProblemAtWork(problem('one'), { grading_method: 'highest_score' })
    await work.act('problem_check', { input_p_2_1: 'uno', input_p_3_1: 'x' })
    await work.act('problem_check', given.half)
    for (let more = 0; more < 100; more++) await work.act('problem_check', wrong)
    expect(work.state['score']).toEqual(raw(1))
    await work.rescore(problem('uno', 'zwei'))
    expect(work.state['score']).toEqual(raw(1))
    expect(historyOf(work)[0]?.slice(0, 2)).toMatchObject([raw(1), raw(0)])
    await work.rescore(problem('one', 'x'))
    expect(work.state['score']).toEqual(raw(2))
    expect(work.state['attempts']).toBe(102)
  })

  it('tells staff which attempts are kept, and of how many only the score', async () => {
    const work = new ProblemAtWork(problem('one'))
    for (let attempt = 0; attempt < 60; attempt++) await work.act('problem_check', wrong)
    const told = await work.data('staff_submission_history')
    const numbers = (told['submissions'] as JsonObject[]).map(({ number }) => number)
    expect(told['submissions_not_kept']).toBe(10)
    expect(numbers).toEqual([1, ...Array.from({ length: 49 }, (_, place) => place + 12)])
  })

  it('logs of the state before only its last attempt', async () => {
    const work = new ProblemAtWork(problem('one'))
    await work.act('problem_check', given.right)
    await work.act('problem_check', wrong)
    const { events } = await work.act('problem_check', given.half)
    const { payload } = events.find(({ type }) => type === 'problem_check') ?? {}
    const { state } = payload as { state: JsonObject }
    expect(state['correct_map_history']).toEqual([state['correct_map']])
  })
})

describe('an answer that is too long', () => {
  const text = (length: number) => 'x'.repeat(length)
  const half = answerLimits.length / 2
  it.each<[string, JsonObject]>([
    ['one text', { input_p_2_1: text(2 * half + 1) }],
    ['two texts together', { input_p_2_1: text(half + 1), input_p_3_1: text(half) }],
    ['a list', { 'input_p_2_1[]': [text(half), text(half)] }],
    ['an object', { 'input_p_2_1{}': { a: text(half), b: text(half) } }],
  ])('is refused, with the reason and without a trace: %s', async (_, data) => {
    for (const action of ['problem_check', 'problem_save']) {
      const work = new ProblemAtWork(problem('one'), { force_save_button: true })
      await work.act('problem_check', given.right)
      const before = structuredClone(work.state)
      const { status, body, events } = await work.act(action, data)
      expect(status).toBe(413)
      expect(body['error']).toMatch(/too long: \d+ characters.*40000.*Nothing was stored/s)
      expect(work.state).toEqual(before)
      expect(events).toEqual([])
    }
  })
})
