import type { ComposedUnit } from '../../runtime/unit/index.js'
import type { LearnerUnits } from '../learner-units.js'
import { stepIn } from '../step-in.js'
import { blockIn } from './block-in.js'
import { deedReason } from './deed-reason.js'
import { staffEvent } from './staff-event.js'
import { staffOnly } from './staff-only.js'
import type { LearnersBlock } from './learners-block.js'
import { tellTypes } from './told-deletions.js'

/**
 * Deletes a learner's own values at a block with its grade and completion, in one go, so that the block is as if they
 * had never met it; a type that has something to do then is told once it is gone, at least once: where it fails, again later. What blocks keep of all learners together stays. Logs `edx.grades.problem.state_deleted` with who did it, and why.
 * @returns whether there was anything to delete
 * @throws CompositorError `staff-only`, `block-not-found`, `store-unavailable`
 */
export async function deleteState(
  units: LearnerUnits,
  unit: ComposedUnit,
  { usageKey, learner, by, reason }: LearnersBlock,
): Promise<boolean> {
  staffOnly(by)
  const block = await blockIn(units, unit, usageKey)
  const { store, clock, events } = units.options
  const said = deedReason(reason)
  const lines = [staffEvent(units, 'edx.grades.problem.state_deleted', { unit, block, learner, by }, said)]
  const { context } = unit
  const log = {
    at: clock.now(),
    userId: learner.anonymousId,
    context,
    lines,
    staff: { deed: 'deleted', by: by.id, ...said },
  } as const
  const former = unit.former?.get(usageKey)
  const { runtime } = units.options
  const type = runtime.options.types.get(block.type)
  const { id, anonymousId } = learner
  const untold = type?.capabilities.stateDeleted && { id, anonymousId, at: log.at }
  const deleted = await store.deleteState({
    learner: id,
    usage: usageKey,
    log,
    former,
    step: stepIn(unit),
    untold,
  })
  if (!deleted) return false
  events.stored(lines)
  if (untold) await tellTypes(units.options, id)
  return true
}
