import {
  compileProblem,
  gradeProblem,
  type Answer,
  type Grade,
  type InputGrade,
} from '../../../blocks/problem/engine.js'

/** Grades `answers` by input; the XML is what stands inside `<problem>`. */
export function grade(xml: string, answers: Record<string, Answer>, seed = 1): Grade {
  return gradeProblem(compileProblem(`<problem>${xml}</problem>`), { answers, seed })
}

/** The grade of the first input of the first response. */
export function gradeOne(xml: string, answer: Answer | undefined): InputGrade {
  const found = grade(xml, answer === undefined ? {} : { '2_1': answer }).correctMap['2_1']
  if (found === undefined) throw new Error('the problem has no such input')
  return found
}

/** `correct`, `incorrect`, or the points of a partially correct answer. */
export function verdict(xml: string, answer: Answer | undefined): string | number {
  const { correctness, npoints } = gradeOne(xml, answer)
  return correctness === 'partially-correct' ? npoints : correctness
}
