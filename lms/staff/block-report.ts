import { CompositorError } from '../../runtime/errors/index.js'
import type { BlockReport } from '../../runtime/session/index.js'
import type { ComposedUnit } from '../../runtime/unit/index.js'
import type { LearnerUnits } from '../learner-units.js'
import { blockIn } from './block-in.js'
import type { LearnersBlock } from './learners-block.js'
import { staffOnly } from './staff-only.js'

/**
 * What a block reports to staff, row by row as they are asked for. Nothing is stored.
 * @throws CompositorError `staff-only`, `block-not-found`, `report-missing`
 */
export async function blockReport(
  units: LearnerUnits,
  unit: ComposedUnit,
  { usageKey, by }: Omit<LearnersBlock, 'learner'>,
): Promise<BlockReport> {
  staffOnly(by)
  const block = await blockIn(units, unit, usageKey)
  if (block.failure) throw CompositorError.fromJSON(block.failure)
  const opening = { looking: { at: 'block', usageKey }, only: block } as const
  return units.read(unit, by, opening, async ({ session }) => session.staffReport(block))
}
