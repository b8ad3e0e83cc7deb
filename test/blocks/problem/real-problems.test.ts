import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  compileProblem,
  gradeProblem,
  renderProblem,
  shownAnswers,
  type Answer,
  type CompiledProblem,
} from '../../../blocks/problem/engine.js'
import { parseXml, sourceOf } from '../../../runtime/olx/index.js'

const courses = new URL('../../../../shared/olx/', import.meta.url)

/** The XML of every problem in the real courses and libraries, by file and place. */
function realProblems(): [string, string][] {
  if (!existsSync(courses)) return []
  const files = readdirSync(courses, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.xml'),
  )
  return files.flatMap((name) => {
    const text = readFileSync(new URL(name, courses), 'utf8')
    if (!text.includes('<problem')) return []
    return [...parseXml(text).descendants()]
      .filter((element) => element.name === 'problem' && element.children.length > 0)
      .map((element): [string, string] => [`${name}:${element.line}`, sourceOf(element, text)])
  })
}

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
        for (const { input, correct } of response.fields) answers[input] = correct
        break
      case 'string':
        answers[response.input] = response.answers[0] ?? ''
        break
      case 'numerical':
      case 'formula':
        answers[response.input] = response.answer
        break
      default:
    }
  }
  return answers
}

describe.skipIf(!existsSync(courses))('the problems of real courses', () => {
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
