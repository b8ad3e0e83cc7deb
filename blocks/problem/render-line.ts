import { CompositorError, type ErrorCode } from '../../runtime/errors/index.js'
import { renderTex } from '../../runtime/html/index.js'
import { compileProblem } from './compile-problem.js'
import { readProblemLine } from './problem-line.js'
import { renderProblem } from './render-problem.js'

/** One line of the `render-problem` command's output. */
export type RenderedLine =
  | { readonly html: string }
  | { readonly error: { readonly code: ErrorCode; readonly message: string } }

/**
 * Renders one problem as a learner sees it: `{xml, seed}`, with `answers` as they were entered. Its id is
 * `problem`. It never throws: what cannot be shown is an error line.
 */
export function renderLine(line: unknown): RenderedLine {
  try {
    const { xml, seed, answers } = readProblemLine(line)
    const problem = compileProblem(xml, { file: 'problem', renderMath: renderTex })
    return { html: renderProblem(problem, { id: 'problem', seed, state: { answers } }) }
  } catch (error) {
    const { code, message } = CompositorError.from(error, 'block-failed')
    return { error: { code, message } }
  }
}
