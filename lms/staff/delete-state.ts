import type { ComposedUnit } from '../../runtime/unit/index.js'
import type { JsonObject } from '../../runtime/values/index.js'
import { valuesAt, type LearnerStore } from '../learner-state/index.js'
import type { LearnerUnits } from '../learner-units.js'
import { stepIn } from '../step-in.js'
import { blockIn } from './block-in.js'
import { staffEvent } from './staff-event.js'
import { staffOnly } from './staff-only.js'
import type { LearnersBlock } from './learners-block.js'

/**
 * Deletes a learner's own values at a block with its grade and completion, in one go, so that the block is as if they
 * had never met it; a type that has something to do then is told once it is gone. What blocks keep of all learners together stays. Logs `edx.grades.problem.state_deleted`.
 * @returns whether there was anything to delete
 * @throws CompositorError `staff-only`, `block-not-found`, `store-unavailable`
 */
export async function deleteState(
  units: LearnerUnits,
  unit: ComposedUnit,
  { usageKey, learner, by }: LearnersBlock,
): Promise<boolean> {
  staffOnly(by)
  const block = await blockIn(units, unit, usageKey)
  const { store, clock, events } = units.options
  const lines = [staffEvent(units, 'edx.grades.problem.state_deleted', { unit, block, learner, by })]
  const { context } = unit
  const log = { at: clock.now(), userId: learner.anonymousId, context, lines }
  const former = unit.former?.get(usageKey)
  const { runtime } = units.options
  const type = runtime.options.types.get(block.type)
  // Looked at only for a type that wants to know.
  const values =
    type?.capabilities.stateDeleted && (await valuesBefore(store, learner.id, [usageKey, ...(former ?? [])]))
  const deleted = await store.deleteState(learner.id, usageKey, log, former, stepIn(unit, false))
  if (!deleted) return false
  events.stored(lines)
  if (type && values) {
    const { id, anonymousId } = learner
    await runtime.stateDeleted(type, {
      usage: usageKey,
      learner: { id, anonymousId },
      values,
      isErased: false,
    })
  }
  return true
}

/** What is stored of a learner at a block, under whichever of its keys. */
async function valuesBefore(
  { records }: LearnerStore,
  learner: string,
  usages: readonly string[],
): Promise<JsonObject> {
  const found = await Promise.all(
    usages.map(async (usage) => (await valuesAt(records, usage, [learner])).get(learner)),
  )
  return found.find((values) => values !== undefined) ?? {}
}
