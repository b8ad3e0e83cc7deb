import type { ComposedUnit } from '../../runtime/unit/index.js'
import type { LearnerUnits } from '../learner-units.js'
import { blockIn } from './block-in.js'
import type { LearnersBlock } from './learners-block.js'
import { staffOnly } from './staff-only.js'

/** The data view a block tells staff with what a learner submitted. */
export const historyView = 'staff_submission_history'

/**
 * What a learner submitted at a block, as JSON text: the block's `staff_submission_history`, made of the learner's
 * own values. Nothing is stored.
 * @throws CompositorError `staff-only`, `block-not-found`, `view-missing` for a type that has no history
 */
export async function submissions(
  units: LearnerUnits,
  unit: ComposedUnit,
  { usageKey, learner, by }: LearnersBlock,
): Promise<string> {
  staffOnly(by)
  const block = await blockIn(units, unit, usageKey)
  return units.read(unit, learner, { looking: { at: 'block', usageKey }, only: block }, ({ session }) =>
    session.data(block, historyView),
  )
}
