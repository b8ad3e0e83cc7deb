import type { ComposedUnit, ErrorData, FieldUpdate } from '../runtime/index.js'
import type { TimedSession } from './timed-runtime.js'

/** One request on a stage: a composed scenario, and a session on it for somebody. */
export interface StageScene {
  readonly unit: ComposedUnit
  readonly session: TimedSession
  readonly failures: ErrorData[]
  /** What choosing children asks to be stored. */
  readonly choices: readonly FieldUpdate[]
  /** Milliseconds. */
  readonly composing: number
}
