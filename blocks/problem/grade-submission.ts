import { CompositorError, type ErrorCode } from '../../runtime/errors/index.js'
import { compileProblem } from './compile-problem.js'
import type { Correctness } from './correct-map.js'
import { gradeProblem } from './grade-problem.js'
import { readProblemLine } from './problem-line.js'

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
    const { xml, seed, answers } = readProblemLine(line)
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
