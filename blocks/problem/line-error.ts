import { CompositorError, type ErrorCode } from '../../runtime/errors/index.js'

/** Why a line of the `grade` or `render-problem` command has no answer. */
export interface LineError {
  readonly code: ErrorCode
  readonly message: string
  /** Where in the problem's XML, counted from 1, where that is known. */
  readonly line?: number
  readonly column?: number
}

export function lineError(error: unknown): LineError {
  const { code, message, location } = CompositorError.from(error, 'block-failed')
  return {
    code,
    message,
    ...(location?.line !== undefined && { line: location.line }),
    ...(location?.column !== undefined && { column: location.column }),
  }
}
