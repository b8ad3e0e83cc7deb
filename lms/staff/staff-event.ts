import type { ComposedBlock, ComposedUnit } from '../../runtime/unit/index.js'
import type { JsonObject } from '../../runtime/values/index.js'
import { gradeEvent } from '../events/index.js'
import type { Learner } from '../learner.js'
import type { LearnerUnits } from '../learner-units.js'

/** Whom staff did something to, and where. */
export interface StaffDeed {
  readonly unit: ComposedUnit
  readonly block: ComposedBlock
  readonly learner: Learner
  /** The one of staff who did it. */
  readonly by: Learner
}

/** Logs what staff did to a learner's work and who it was, as the incumbent's events of grades do. */
export function logStaffEvent(
  { options: { clock, events } }: LearnerUnits,
  type: string,
  { unit, block, learner, by }: StaffDeed,
  payload: JsonObject = {},
): void {
  const place = { unit, block, learner, at: clock.now() }
  events.append([gradeEvent(type, place, { instructor_id: by.anonymousId, ...payload })])
}
