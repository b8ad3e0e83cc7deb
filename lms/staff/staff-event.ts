import type { ComposedBlock, ComposedUnit } from '../../runtime/unit/index.js'
import type { JsonObject } from '../../runtime/values/index.js'
import { gradeEvent, type TrackingEvent } from '../events/index.js'
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

/** The line that tells what staff did to a learner's work and who it was, as the incumbent's events of grades do. */
export function staffEvent(
  { options: { clock } }: LearnerUnits,
  type: string,
  { unit, block, learner, by }: StaffDeed,
  payload: JsonObject = {},
): TrackingEvent {
  const place = { unit, block, learner, at: clock.now() }
  return gradeEvent(type, place, { instructor_id: by.anonymousId, ...payload })
}
