import { renderTex } from '../../runtime/html/index.js'
import type { ScriptRunner } from '../../runtime/service/script-runner.js'
import { compileProblem } from './compile-problem.js'
import { lineError, type LineError } from './line-error.js'
import { readProblemLine } from './problem-line.js'
import { renderProblem } from './render-problem.js'
import { drawnProblem } from './script/drawn-problem.js'

/** One line of the `render-problem` command's output. */
export type RenderedLine = { readonly html: string } | { readonly error: LineError }

const id = 'problem'
const options = { file: 'problem', renderMath: renderTex }

/**
 * Renders one problem as a learner sees it: `{xml, seed}`, with `answers` as they were entered. Its id is
 * `problem`. It never throws: what cannot be shown is an error line. What depends on a script is a notice.
 */
export function renderLine(line: unknown): RenderedLine {
  try {
    const { xml, seed, answers } = readProblemLine(line)
    return { html: renderProblem(compileProblem(xml, options), { id, seed, state: { answers } }) }
  } catch (error) {
    return { error: lineError(error) }
  }
}

/** {@link renderLine}, drawn by its script: a runner is asked for when the first line needs one. */
export async function renderScriptedLine(
  line: unknown,
  runner: () => ScriptRunner | undefined,
): Promise<RenderedLine> {
  try {
    const { xml, seed, answers } = readProblemLine(line)
    const problem = compileProblem(xml, options)
    const scripting = { context: '', id, anonymousId: '' }
    const drawn = problem.script
      ? await drawnProblem(problem, xml, seed, { ...scripting, runner: runner() }, options)
      : problem
    return { html: renderProblem(drawn, { id, seed, state: { answers } }) }
  } catch (error) {
    return { error: lineError(error) }
  }
}
