import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../runtime/index.js'
import { ProblemAtWork } from './problem-at-work.js'

const displayed = 'edx.problem.hint.feedback_displayed'

/** What was logged of an event in a submission, under a problem called `p`. */
async function logged(work: ProblemAtWork, data: JsonObject, name: string): Promise<readonly JsonObject[]> {
  const { events } = await work.act('problem_check', data)
  const payloads = events.filter(({ type }) => type === name).map(({ payload }) => payload)
  return JSON.parse(JSON.stringify(payloads).replaceAll(work.htmlId, 'p')) as JsonObject[]
}

describe('the log of a submission', () => {
  it('tells of feedback to a single choice, before the grade', async () => {
    const work = new ProblemAtWork(`<problem><numericalresponse answer="2"><textline/></numericalresponse>
      <multiplechoiceresponse><choicegroup><choice correct="false">Fox<choicehint label="">Foxes <b>wake</b>.</choicehint></choice>
      <choice correct="true">Mole</choice></choicegroup></multiplechoiceresponse></problem>`)
    const { events } = await work.act('problem_check', { input_p_2_1: '2', input_p_3_1: 'choice_0' })
    expect(events.map(({ type }) => type)).toEqual([displayed, 'grade', 'completion', 'problem_check'])
    expect(events[0]?.payload).toEqual({
      module_id: work.composed.key,
      problem_part_id: `${work.htmlId}_2`,
      trigger_type: 'single',
      hint_label: '',
      hints: [{ text: 'Foxes <b>wake</b>.' }],
      correctness: false,
      student_answer: ['choice_0'],
      question_type: 'multiplechoiceresponse',
    })
  })

  it('tells of feedback to ticked and unticked choices together, under a label if just one has one', async () => {
    const work = new ProblemAtWork(`<problem><choiceresponse><checkboxgroup>
      <choice correct="true">2<choicehint selected="true" label="Two">Even.</choicehint></choice>
      <choice correct="false">3<choicehint selected="false">Odd.</choicehint></choice>
      <compoundhint value="A B" label="Both">Not both.</compoundhint></checkboxgroup></choiceresponse></problem>`)
    const [one] = await logged(work, { 'input_p_2_1[]': ['choice_0'] }, displayed)
    expect(one).toMatchObject({
      trigger_type: 'single',
      hint_label: 'Two',
      correctness: true,
      student_answer: ['choice_0'],
      choice_all: ['choice_0', 'choice_1'],
      hints: [
        { text: 'Even.', trigger: [{ choice: 'choice_0', selected: true }] },
        { text: 'Odd.', trigger: [{ choice: 'choice_1', selected: false }] },
      ],
    })
    const [both] = await logged(work, { 'input_p_2_1[]': ['choice_1', 'choice_0'] }, displayed)
    expect(both).toMatchObject({
      trigger_type: 'compound',
      hint_label: 'Both',
      correctness: false,
      choice_all: ['choice_0', 'choice_1'],
    })
  })

  it.each([
    ['Ant', 'Correct:', true, 'Yes.'],
    ['bee', 'Near', false, 'An insect, yes.'],
  ])('tells of feedback to the text %s', async (answer, label, correctness, text) => {
    const work =
      new ProblemAtWork(`<problem><stringresponse answer="Ant"><textline/><correcthint>Yes.</correcthint>
      <stringequalhint answer="bee" label="Near">An insect, yes.</stringequalhint></stringresponse></problem>`)
    expect(await logged(work, { input_p_2_1: answer }, displayed)).toMatchObject([
      { hint_label: label, correctness, hints: [{ text }], question_type: 'stringresponse' },
    ])
    expect(await logged(work, { input_p_2_1: 'wasp' }, displayed)).toEqual([])
  })

  it('tells the order in which a learner saw mixed choices', async () => {
    const choices = ['a', 'b', 'c', 'd']
      .map((one, at) => `<choice correct="${at === 2}">${one}</choice>`)
      .join('')
    const work = new ProblemAtWork(`<problem>
      <multiplechoiceresponse><choicegroup shuffle="true">${choices}</choicegroup></multiplechoiceresponse>
      <multiplechoiceresponse><choicegroup answer-pool="2">${choices}</choicegroup></multiplechoiceresponse>
      <multiplechoiceresponse><choicegroup>${choices}</choicegroup></multiplechoiceresponse></problem>`)
    const names = (input: string, page: string) =>
      Array.from(
        page.matchAll(new RegExp(`name="input_\\w+_${input}" value="(\\w+)"`, 'g')),
        ([, name]) => name,
      )
    const page = await work.page()
    const [check] = await logged(work, { input_p_2_1: 'choice_2' }, 'problem_check')
    expect(check?.['permutation']).toEqual({
      p_2_1: ['shuffle', names('2_1', page)],
      p_3_1: ['answerpool', names('3_1', page)],
    })
  })

  it('tells what was asked and answered as the learner read it', async () => {
    const work = new ProblemAtWork(
      `<problem><optionresponse><label>Two dropdowns</label>
      <optioninput label="first"><option correct="True">up</option></optioninput>
      <optioninput label="second"><option correct="True">down</option></optioninput></optionresponse>
      <choiceresponse><label>Which?</label><checkboxgroup><choice correct="true">the <i>first</i></choice>
      <choice correct="true">the last</choice></checkboxgroup></choiceresponse></problem>`,
      { rerandomize: 'per_student' },
    )
    const answers = { input_p_2_1: 'up', input_p_2_2: '', 'input_p_3_1[]': ['choice_0', 'choice_1'] }
    const [check] = await logged(work, answers, 'problem_check')
    const { seed: variant } = (check?.['state'] ?? {}) as JsonObject
    const dropdown = {
      response_type: 'optionresponse',
      input_type: 'optioninput',
      group_label: 'Two dropdowns',
      variant,
    }
    expect(check?.['submission']).toEqual({
      p_2_1: { ...dropdown, question: 'first', answer: 'up', correct: true },
      p_2_2: { ...dropdown, question: 'second', answer: '', correct: false },
      p_3_1: {
        question: 'Which?',
        answer: ['the <i>first</i>', 'the last'],
        response_type: 'choiceresponse',
        input_type: 'checkboxgroup',
        correct: true,
        variant,
        group_label: '',
      },
    })
  })
})
