import { randomUUID } from 'node:crypto'
import type { ComposedBlock, ComposedUnit } from '../../runtime/unit/index.js'
import type { JsonObject } from '../../runtime/values/index.js'
import type { Learner } from '../learner.js'
import { trackingEvent, type TrackingEvent } from './tracking-event.js'

/** Whose grade of what an event is about. */
export interface GradeEventPlace {
  readonly unit: ComposedUnit
  readonly block: ComposedBlock
  readonly learner: Learner
  /** Epoch milliseconds. */
  readonly at: number
}

/** A line of the log about a grade, with what all of the incumbent's `edx.grades.problem.*` have. */
export function gradeEvent(
  type: string,
  { unit, block, learner, at }: GradeEventPlace,
  payload: JsonObject,
): TrackingEvent {
  const event = {
    type,
    usageKey: block.key,
    blockType: block.type,
    payload: {
      course_id: unit.context,
      problem_id: block.key,
      user_id: learner.anonymousId,
      event_transaction_id: randomUUID(),
      event_transaction_type: type,
      ...payload,
    },
  }
  return trackingEvent(event, block, { unit, learner, at })
}
