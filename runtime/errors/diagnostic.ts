import type { ErrorCode } from './table.js'
import { CompositorError } from './compositor-error.js'

/** One finding about an author's content: said, located and coded, but not fatal to the rest. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning' | 'info'
  readonly code: ErrorCode
  /** Path inside the imported folder or archive. */
  readonly file?: string
  /** Line and column count from 1. */
  readonly line?: number
  readonly column?: number
  /** The usage key of the block concerned, as text. */
  readonly usage?: string
  readonly message: string
}

/** The diagnostic form of an error. */
export function diagnosticOf(error: CompositorError, severity: Diagnostic['severity'] = 'error'): Diagnostic {
  return {
    severity,
    code: error.code,
    ...(error.location?.file !== undefined && { file: error.location.file }),
    ...(error.location?.line !== undefined && { line: error.location.line }),
    ...(error.location?.column !== undefined && { column: error.location.column }),
    ...(error.usage !== undefined && { usage: error.usage }),
    message: error.message,
  }
}
