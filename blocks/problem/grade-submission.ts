import type { ScriptRunner } from '../../runtime/service/script-runner.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { compileProblem } from './compile-problem.js'
import type { CompiledProblem } from './compiled-problem.js'
import type { Answers, Correctness } from './correct-map.js'
import { gradeProblem, type Grade } from './grade-problem.js'
import { lineError, type LineError } from './line-error.js'
import { readProblemLine } from './problem-line.js'
import { drawnProblem } from './script/drawn-problem.js'
import { gradeByScripts } from './script/grade-by-scripts.js'

/** One line of the `grade` command's output. */
export type GradeLine =
  | {
      readonly correct_map: {
        readonly [input: string]: { readonly correctness: Correctness; readonly npoints: number }
      }
      readonly score: number
      readonly max_score: number
    }
  | { readonly error: LineError }

/** A line with its problem compiled. */
interface ReadLine {
  readonly xml: string
  readonly seed: number
  readonly answers: Answers
  readonly problem: CompiledProblem
}

/**
 * Grades one submission to one problem: `{xml, seed, answers: {"2_1": …}}`. It never throws: what cannot be graded,
 * a problem with an unsupported response or a script included, is an error line.
 */
export function gradeSubmission(line: unknown): GradeLine {
  try {
    const { seed, answers, problem } = read(line)
    refuseUnsupported(problem)
    return gradeLine(gradeProblem(problem, { answers, seed }))
  } catch (error) {
    return { error: lineError(error) }
  }
}

/** {@link gradeSubmission}, scripts included: a runner is asked for when the first line needs one. */
export async function gradeScriptedSubmission(
  line: unknown,
  runner: () => ScriptRunner | undefined,
): Promise<GradeLine> {
  try {
    const { xml, seed, answers, problem } = read(line)
    if (problem.script === undefined) return gradeSubmission(line)
    const scripting = { runner: runner(), context: '', id: 'p', anonymousId: '' }
    const drawn = await drawnProblem(problem, xml, seed, scripting, { file: 'problem' })
    refuseUnsupported(drawn)
    return gradeLine(await gradeByScripts(drawn, { answers, seed }, {}, scripting))
  } catch (error) {
    return { error: lineError(error) }
  }
}

function read(line: unknown): ReadLine {
  const { xml, seed, answers } = readProblemLine(line)
  return { xml, seed, answers, problem: compileProblem(xml, { file: 'problem' }) }
}

function refuseUnsupported({ findings }: CompiledProblem): void {
  const unsupported = findings.find(({ code }) => code === 'problem-script' || code === 'problem-unsupported')
  if (unsupported === undefined) return
  const { code, message, line, column } = unsupported
  const location = {
    file: 'problem',
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  }
  throw new CompositorError(code, message, { location })
}

function gradeLine({ correctMap, score, maxScore }: Grade): GradeLine {
  const grades = Object.entries(correctMap).map(
    ([input, { correctness, npoints }]) => [input, { correctness, npoints }] as const,
  )
  return { correct_map: Object.fromEntries(grades), score, max_score: maxScore }
}
