import { CompositorError } from '../runtime/errors/index.js'
import type { ComposedUnit } from '../runtime/unit/index.js'
import type { HandlerRequest, HandlerResponse } from '../runtime/view/index.js'
import type { Learner } from './learner.js'
import type { LearnerUnits } from './learner-units.js'

/** What a browser asks of a block. */
export interface Submission {
  /** The block, as text. */
  readonly usageKey: string
  readonly handler: string
  readonly request: HandlerRequest
}

/**
 * Calls a handler of a block this learner sees, and stores everything it changed, grades and completion included,
 * before answering. Simultaneous submissions come one after another, whole (decision 0004).
 * @throws CompositorError `block-not-found`, also for a block of the unit that was not selected for this learner;
 *   `handler-missing`, `handler-method`, `handler-input`, `block-failed`, `learner-write-conflict`; of a block that
 *   could not be composed, the reason why
 */
export async function handle(
  units: LearnerUnits,
  unit: ComposedUnit,
  learner: Learner,
  { usageKey, handler, request }: Submission,
): Promise<HandlerResponse> {
  const { result } = await units.work(unit, learner, async (one) => {
    const block = one.block(usageKey)
    if (block.failure) throw CompositorError.fromJSON(block.failure)
    const { response, refused } = await one.session.handle(block, handler, request)
    return { result: response, refused }
  })
  return result
}
