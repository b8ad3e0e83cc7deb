import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HandlerError, type Json, type JsonObject } from '../../../runtime/index.js'
import { ProblemAtWork } from './problem-at-work.js'

const problem = (
  right: string,
) => `<problem><multiplechoiceresponse><choicegroup type="MultipleChoice" shuffle="true">
<choice correct="${right === 'A'}">A</choice><choice correct="${right === 'B'}">B</choice></choicegroup></multiplechoiceresponse>
<numericalresponse answer="4"><formulaequationinput/></numericalresponse></problem>`

const answers = fc.record({
  input_p_2_1: fc.constantFrom('choice_0', 'choice_1'),
  input_p_3_1: fc.constantFrom('4', '5', '', 'about four'),
})
const actions = fc.array(
  fc.oneof(
    fc.tuple(fc.constant('problem_check'), answers),
    fc.tuple(fc.constant('problem_save'), answers),
    fc.tuple(fc.constantFrom('problem_reset', 'problem_show', 'problem_get'), fc.constant({})),
    fc.tuple(fc.constant('wait'), fc.constant({})),
  ),
  { maxLength: 12 },
)
const settings = fc.record({
  max_attempts: fc.constantFrom(null, 0, 2, 5),
  rerandomize: fc.constantFrom('never', 'per_student', 'always', 'onreset', 'true', 'false', ''),
  weight: fc.constantFrom(null, 0, 0.5, 3),
  show_correctness: fc.constantFrom('always', 'never'),
  submission_wait_seconds: fc.constantFrom(0, 60),
  grading_method: fc.constantFrom('last_score', 'first_score', 'highest_score', 'average_score'),
  due: fc.constantFrom(null, '2026-01-15T12:05:00Z'),
})

const lengths = ({ state }: ProblemAtWork) =>
  ['score_history', 'student_answers_history', 'correct_map_history'].map(
    (name) => ((state[name] ?? []) as Json[]).length,
  )
const gradeIn = (events: readonly { readonly type: string; readonly payload: Json }[]) =>
  events.find(({ type }) => type === 'grade')?.payload

/** The grade that grading again publishes. */
async function rescored(work: ProblemAtWork): Promise<Json | undefined> {
  try {
    return gradeIn(await work.rescore())
  } catch (error) {
    return error instanceof HandlerError ? 'refused' : String(error)
  }
}

describe('grading again', () => {
  it('changes nobody’s score while the problem stays the same, whatever they did before', async () => {
    await fc.assert(
      fc.asyncProperty(settings, actions, async (set, steps) => {
        const work = new ProblemAtWork(problem('B'), set)
        let published: Json | undefined
        for (const [action, data] of steps) {
          if (action === 'wait') work.now += 61_000
          else {
            const acted = await work.act(action, data)
            if (!acted.refused) published = gradeIn(acted.events) ?? published
          }
          const attempts = (work.state['attempts'] ?? 0) as number
          expect(lengths(work)).toEqual([attempts, attempts, attempts])
        }
        const before = structuredClone(work.state)
        const seen = await work.data('student_view_user_state')
        const expected =
          work.state['done'] === true ? { ...(published as JsonObject), onlyIfHigher: false } : 'refused'
        expect(await rescored(work)).toEqual(expected)
        expect(work.state).toEqual(before)
        expect(await work.data('student_view_user_state')).toEqual(seen)
      }),
      { numRuns: 300 },
    )
  })

  it('gives every attempt what the corrected problem gives it', async () => {
    const work = new ProblemAtWork(problem('B'), { grading_method: 'highest_score' })
    await work.act('problem_check', { input_p_2_1: 'choice_0', input_p_3_1: '4' })
    await work.act('problem_check', { input_p_2_1: 'choice_0', input_p_3_1: '5' })
    expect(work.state['score']).toEqual({ raw_earned: 1, raw_possible: 2 })
    const events = await work.rescore(problem('A'))
    expect(work.state['score']).toEqual({ raw_earned: 2, raw_possible: 2 })
    expect(events.map(({ type }) => type)).toEqual(['grade', 'problem_rescore'])
    expect(events[1]?.payload).toMatchObject({
      orig_score: 1,
      new_score: 2,
      attempts: 2,
      success: 'incorrect',
    })
  })

  it('is called correct in the log where no input of the last attempt is wrong, whichever attempt counts', async () => {
    const boxes = `<problem><choiceresponse partial_credit="EDC"><checkboxgroup><choice correct="true">2</choice>
      <choice correct="true">4</choice></checkboxgroup></choiceresponse></problem>`
    const work = new ProblemAtWork(boxes, { grading_method: 'first_score' })
    await work.act('problem_check', { 'input_p_2_1[]': [] })
    await work.act('problem_check', { 'input_p_2_1[]': ['choice_0'] })
    const logged = (await work.rescore()).find(({ type }) => type === 'problem_rescore')
    expect(logged?.payload).toMatchObject({ new_score: 0, success: 'correct' })
  })

  it('leaves a learner who would lose alone when asked to', async () => {
    const work = new ProblemAtWork(problem('A'))
    await work.act('problem_check', { input_p_2_1: 'choice_0', input_p_3_1: '4' })
    const before = structuredClone(work.state)
    expect(await work.rescore(problem('B'), true)).toEqual([])
    expect(work.state).toEqual(before)
    await work.rescore(problem('B'))
    expect(work.state['score']).toEqual({ raw_earned: 1, raw_possible: 2 })
  })
})
