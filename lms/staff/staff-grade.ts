import type { GradeDeed } from '../../runtime/session/index.js'
import type { ComposedUnit } from '../../runtime/unit/index.js'
import type { Learner } from '../learner.js'
import type { LearnerUnits } from '../learner-units.js'
import { weighted } from '../points.js'
import { staffEvent } from './staff-event.js'
import { staffOnly } from './staff-only.js'

/**
 * Stores a grade that somebody of staff gave a learner, whether or not the learner sees the block any more, and logs
 * `edx.grades.problem.score_overridden` with who gave it.
 * @throws CompositorError `staff-only`, `learner-write-conflict`, `store-full`, `store-unavailable`
 */
export async function gradeByStaff(
  units: LearnerUnits,
  unit: ComposedUnit,
  { block, grade: { score, max, comment } }: GradeDeed,
  { learner, by }: { readonly learner: Learner; readonly by: Learner },
): Promise<void> {
  staffOnly(by)
  const usage = block.key
  const points = weighted({ earned: score, possible: max }, block.fields.weight)
  const payload = {
    new_weighted_earned: points.earned,
    new_weighted_possible: points.possible,
    only_if_higher: false,
  }
  const given = { usage, earned: score, possible: max, onlyIfHigher: false, ...(comment && { comment }) }
  const opening = { looking: { at: 'block', usageKey: usage }, only: block } as const
  await units.work(unit, learner, opening, async () => ({
    result: undefined,
    grades: [given],
    staff: { deed: 'graded', by: by.id },
    lines: () => [
      staffEvent(units, 'edx.grades.problem.score_overridden', { unit, block, learner, by }, payload),
    ],
  }))
}
