import type { JobStepDone, Json } from '../../runtime/index.js'

/** A job that a handler for staff started. */
export interface TestJob {
  readonly job: string
  readonly input: Json
  /** How far it said it was, each time. */
  readonly steps: readonly JobStepDone[]
  /** What it gave in the end; undefined while it has not run. */
  readonly result?: Json
}
