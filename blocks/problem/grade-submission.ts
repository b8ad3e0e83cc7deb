import { CompositorError, type ErrorCode } from '../../runtime/errors/index.js'
import { compileProblem } from './compile-problem.js'
import type { Answer, Answers, Correctness } from './correct-map.js'
import { gradeProblem } from './grade-problem.js'

/** One line of the `grade` command's output. */
export type GradeLine =
  | {
      readonly correct_map: {
        readonly [input: string]: { readonly correctness: Correctness; readonly npoints: number }
      }
      readonly score: number
      readonly max_score: number
    }
  | { readonly error: { readonly code: ErrorCode; readonly message: string } }

/**
 * Grades one submission to one problem: `{xml, seed, answers: {"2_1": …}}`. It never throws: what cannot be graded,
 * a problem with an unsupported response included, is an error line.
 */
export function gradeSubmission(line: unknown): GradeLine {
  try {
    const { xml, seed, answers } = readLine(line)
    const problem = compileProblem(xml, { file: 'problem' })
    const unsupported = problem.findings.find(
      ({ code }) => code === 'problem-script' || code === 'problem-unsupported',
    )
    if (unsupported !== undefined) throw new CompositorError(unsupported.code, unsupported.message)
    const { correctMap, score, maxScore } = gradeProblem(problem, { answers, seed })
    const graded = Object.entries(correctMap).map(
      ([input, { correctness, npoints }]) => [input, { correctness, npoints }] as const,
    )
    return { correct_map: Object.fromEntries(graded), score, max_score: maxScore }
  } catch (error) {
    const { code, message } = CompositorError.from(error, 'block-failed')
    return { error: { code, message } }
  }
}

function readLine(line: unknown): { xml: string; seed: number; answers: Answers } {
  if (typeof line !== 'object' || line === null || !('xml' in line) || typeof line.xml !== 'string') {
    throw new CompositorError(
      'handler-input',
      'A line is an object {xml, seed, answers}, with the XML as a text.',
    )
  }
  const seed = 'seed' in line ? line.seed : 1
  if (typeof seed !== 'number' || !Number.isSafeInteger(seed)) {
    throw new CompositorError('handler-input', `The seed is a whole number, not ${JSON.stringify(seed)}.`)
  }
  const answers = textAnswers('answers' in line ? line.answers : {})
  if (!isAnswers(answers)) {
    throw new CompositorError('handler-input', 'The answers are an object of texts and lists of texts.')
  }
  return { xml: line.xml, seed, answers }
}

/** Composite answers, which may come as JSON, as the texts they are kept as. */
function textAnswers(answers: unknown): unknown {
  if (typeof answers !== 'object' || answers === null || Array.isArray(answers)) return answers
  return Object.fromEntries(
    Object.entries(answers).map(([input, answer]: [string, unknown]) => [
      input,
      typeof answer === 'object' && answer !== null && !Array.isArray(answer)
        ? JSON.stringify(answer)
        : answer,
    ]),
  )
}

/** Whether a value is answers by input, each a text or a list of texts. */
export function isAnswers(value: unknown): value is Answers {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(isAnswer)
  )
}

function isAnswer(value: unknown): value is Answer {
  return (
    typeof value === 'string' || (Array.isArray(value) && value.every((member) => typeof member === 'string'))
  )
}
