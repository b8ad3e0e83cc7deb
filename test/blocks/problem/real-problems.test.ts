import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  compileProblem,
  gradeProblem,
  renderProblem,
  shownAnswers,
  type Answer,
  type CompiledProblem,
} from '../../../blocks/problem/engine.js'
import { courses, realProblems } from './real-courses.js'

/** What a learner would enter to get everything right. */
function rightAnswers(problem: CompiledProblem): Record<string, Answer> {
  const answers: Record<string, Answer> = {}
  for (const response of problem.responses) {
    switch (response.kind) {
      case 'multiplechoice':
        answers[response.input] = response.choices.find(({ correct }) => correct)?.name ?? ''
        break
      case 'truefalse':
      case 'choice':
        answers[response.input] = response.choices.filter(({ correct }) => correct).map(({ name }) => name)
        break
      case 'option':
        for (const { input, correct } of response.fields) answers[input] = correct ?? ''
        break
      case 'string':
        answers[response.input] = response.answers[0] ?? ''
        break
      case 'numerical':
      case 'formula':
      case 'symbolic':
        answers[response.input] = response.answer
        break
      case 'choicetext': {
        const right = response.textChoices.filter(({ correct }) => correct)
        const members = right.flatMap(({ name, numbers }) => [
          [name, 'true'],
          ...numbers.map((number) => [number.name, number.answer]),
        ])
        answers[response.input] = JSON.stringify(Object.fromEntries(members))
        break
      }
      case 'annotation': {
        const index = response.options.findIndex(({ correctness }) => correctness === 'correct')
        answers[response.input] = JSON.stringify({ options: [index], comment: 'why' })
        break
      }
      case 'image':
        for (const { input, rectangles } of response.fields) {
          const [left = 0, top = 0, right = 0, bottom = 0] = rectangles[0] ?? []
          answers[input] = `[${Math.floor((left + right) / 2)},${Math.floor((top + bottom) / 2)}]`
        }
        break
      default:
    }
  }
  return answers
}

/** Kinds of questions that the courses at hand do not ask, in the same words. */
const rare = [
  `<choicetextresponse><checkboxtextgroup><choice correct="true">It has <numtolerance_input answer="6" tolerance="5%"/> sides.</choice>
   <choice correct="false">It has <decoy_input/>.</choice></checkboxtextgroup></choicetextresponse>`,
  `<annotationresponse><annotationinput><options><option choice="incorrect">a</option><option choice="correct">b</option>
   </options></annotationinput></annotationresponse>`,
  '<symbolicresponse expect="a*(b+c)^2"><textline/></symbolicresponse>',
  '<imageresponse><imageinput src="/static/a.png" width="90" height="90" rectangle="(10,10)-(31,30);(50,50)-(60,60)"/></imageresponse>',
]

describe('kinds of questions that real courses seldom ask', () => {
  it.each(rare)('are right with their own answers, and wrong with others: %s', (inside) => {
    const problem = compileProblem(`<problem>${inside}</problem>`)
    const answers = rightAnswers(problem)
    const wrong = {
      '2_1': inside.includes('image') ? '[1,1]' : inside.includes('symbolic') ? 'a' : '{"options":[0]}',
    }
    const verdicts = [answers, wrong].map(
      (given) => gradeProblem(problem, { answers: given, seed: 1 }).correctMap['2_1']?.correctness,
    )
    expect(verdicts).toEqual(['correct', 'incorrect'])
  })
})

describe.skipIf(!existsSync(courses))('the problems of real courses', () => {
  it('are all supported, but for what scripts decide', () => {
    const others = realProblems().flatMap(([at, xml]) =>
      compileProblem(xml)
        .findings.filter(({ code }) => code !== 'problem-script')
        .map(({ message }) => `${at}: ${message}`),
    )
    expect(others).toEqual([])
  })

  it.each(realProblems())(
    '%s is right with its own answers, wrong with others, and says nothing before',
    (_, xml) => {
      const problem = compileProblem(xml)
      const answers = rightAnswers(problem)
      for (const [input, { correctness }] of Object.entries(
        gradeProblem(problem, { answers, seed: 1 }).correctMap,
      )) {
        expect([input, correctness]).toEqual([input, 'correct'])
      }
      const wrong = Object.fromEntries(
        Object.entries(answers).map(([input, answer]) => [
          input,
          typeof answer === 'string' ? '1234567.8' : ['choice_99'],
        ]),
      )
      for (const [input, { correctness }] of Object.entries(
        gradeProblem(problem, { answers: wrong, seed: 1 }).correctMap,
      )) {
        expect([input, correctness]).toEqual([input, 'incorrect'])
      }
      const html = renderProblem(problem, { id: 'p', seed: 1 })
      expect(html).not.toMatch(/<script|<\w[^>]* on\w+=|javascript:|<choicehint|<\/?solution\b/i)
      const told = Object.entries(shownAnswers(problem, 1)).filter(
        ([key, shown]) =>
          key.startsWith('solution') && typeof shown === 'string' && shown !== '' && html.includes(shown),
      )
      expect(told).toEqual([])
    },
  )
})
