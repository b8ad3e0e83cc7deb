import type { ComposedUnit, ErrorData, FieldUpdate } from '../runtime/index.js'
import type { StageStaff } from './stage-staff.js'
import type { TimedSession } from './timed-runtime.js'

/** One request on a stage: a composed scenario, and a session on it for somebody. */
export interface StageScene {
  readonly unit: ComposedUnit
  readonly session: TimedSession
  /** What handlers for staff reach other learners by; undefined for learners. */
  readonly staff: StageStaff | undefined
  readonly failures: ErrorData[]
  /** What choosing children asks to be stored. */
  readonly choices: readonly FieldUpdate[]
  /** Milliseconds. */
  readonly composing: number
}
