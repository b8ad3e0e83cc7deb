import { errorTable, type ErrorCode } from './table.js'
import type { CompositorError } from './compositor-error.js'

/** One finding about an author's content: said, located and coded, but not fatal to the rest. */
export interface Finding {
  /** `error` where learners miss something, `warning` where something is not as its author may expect, else `note`. */
  readonly level: 'error' | 'warning' | 'note'
  readonly code: ErrorCode
  /** Path inside the imported folder or archive. */
  readonly file?: string
  /** Line and column count from 1. */
  readonly line?: number
  readonly column?: number
  /** The usage key of the block concerned, as text. */
  readonly usage?: string
  readonly message: string
  /** What to do about it, where that can be said more exactly than the table of errors does. */
  readonly remedy?: string
  /** How many places it speaks for, where they are counted instead of listed one by one; 1 when left out. */
  readonly count?: number
}

/** What to do about a finding. */
export function remedyOf({ code, remedy }: Finding): string {
  return remedy ?? errorTable[code].remedy
}

/** An error as a finding. */
export function findingOf(error: CompositorError, level: Finding['level'] = 'error'): Finding {
  return {
    level,
    code: error.code,
    ...(error.location?.file !== undefined && { file: error.location.file }),
    ...(error.location?.line !== undefined && { line: error.location.line }),
    ...(error.location?.column !== undefined && { column: error.location.column }),
    ...(error.usage !== undefined && { usage: error.usage }),
    message: error.message,
  }
}
