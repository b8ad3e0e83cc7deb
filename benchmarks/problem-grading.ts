import { compileProblem, gradeProblem, type Answer } from '../blocks/problem/engine.js'
import { pairedBenchmark } from './paired-benchmark.js'
import { measurePairs } from './pairs.js'
import type { Benchmark } from './result.js'

/** A kind of question, its answers right and wrong in turn, and the least that tells them apart. */
interface Question {
  readonly id: string
  readonly what: string
  readonly xml: string
  /** Right, wrong, right, wrong… */
  readonly answers: readonly Answer[]
  readonly byHand: (answer: Answer) => boolean
  readonly atMost: number
  /** Gradings in one round. */
  readonly times: number
}

/** Grading one answer, the problem being compiled. */
function grading({ id, what, xml, answers, byHand, atMost, times }: Question): Benchmark {
  return pairedBenchmark({
    id,
    title: `grading ${what}, right and wrong in turn`,
    unit: 'ms',
    against: 'the same check written by hand',
    atMost: { ms: atMost },
    measure() {
      const problem = compileProblem(`<problem>${xml}</problem>`)
      const right = (answer: Answer) =>
        gradeProblem(problem, { answers: { '2_1': answer }, seed: 1 }).score === 1
      const count = (check: (answer: Answer) => boolean) => () => {
        let found = 0
        for (let time = 0; time < times; time++) found += check(answers[time % answers.length] ?? '') ? 1 : 0
        if (found !== times / 2)
          throw new Error(`Of ${times} answers to '${id}' ${found} were right, not half.`)
      }
      return measurePairs({ run: count(right), times }, { run: count(byHand), times }, { runs: 40 })
    },
  })
}

const chosen = new Set(['choice_0', 'choice_2'])

export const gradeChoice = grading({
  id: 'grade-choice',
  what: 'four checkboxes',
  xml: `<choiceresponse><checkboxgroup>
    <choice correct="true">Ice</choice><choice correct="false">Iron</choice>
    <choice correct="true">Dust</choice><choice correct="false">Wind</choice>
  </checkboxgroup></choiceresponse>`,
  answers: [['choice_0', 'choice_2'], ['choice_1'], ['choice_2', 'choice_0'], ['choice_0']],
  byHand: (answer) =>
    typeof answer !== 'string' && answer.length === chosen.size && answer.every((one) => chosen.has(one)),
  atMost: 0.05,
  times: 1000,
})

export const gradeText = grading({
  id: 'grade-text',
  what: 'a text whatever its case, with one more answer that is right',
  xml: `<stringresponse answer="Halley's comet" type="ci">
    <additional_answer answer="1P/Halley"/><textline/>
  </stringresponse>`,
  answers: [" halley's COMET", 'Encke', '1p/halley', 'a comet'],
  byHand: (answer) => ["halley's comet", '1p/halley'].includes(String(answer).trim().toLowerCase()),
  atMost: 0.05,
  times: 1000,
})

export const gradeNumber = grading({
  id: 'grade-number',
  what: 'a number with a tolerance of 2 %',
  xml: '<numericalresponse answer="29.78"><responseparam type="tolerance" default="2%"/><textline/></numericalresponse>',
  answers: ['29.8', '31', '3e1', '-29.78'],
  byHand: (answer) => Math.abs(Number(answer) - 29.78) <= 0.02 * 29.78,
  atMost: 0.05,
  times: 1000,
})

/** Ten points between 1 and 10, where the formula by hand is compared too. */
const points = Array.from({ length: 10 }, (_, index) => [1 + 0.9 * index, 10 - 0.9 * index] as const)
const formula = (x: number, y: number) => x ** 2 / 2 + Math.sin(y) * Math.sqrt(x * y)
const byFormula = new Map<Answer, (x: number, y: number) => number>([
  ['x^2/2 + sin(y)*sqrt(x*y)', formula],
  ['x^2/2 + cos(y)*sqrt(x*y)', (x, y) => x ** 2 / 2 + Math.cos(y) * Math.sqrt(x * y)],
])

export const gradeFormula = grading({
  id: 'grade-formula',
  what: 'a formula of two variables by ten samples',
  xml: `<formularesponse type="cs" samples="x,y@1,1:10,10#10" answer="0.5*x^2 + sqrt(x*y)*sin(y)">
    <responseparam type="tolerance" default="0.001%"/><textline/>
  </formularesponse>`,
  answers: [...byFormula.keys()],
  byHand: (answer) =>
    points.every(([x, y]) => Math.abs((byFormula.get(answer)?.(x, y) ?? 0) - formula(x, y)) <= 1e-5),
  atMost: 5,
  times: 100,
})
