import type { GradeDeed } from '../../runtime/session/index.js'
import type { ComposedUnit } from '../../runtime/unit/index.js'
import type { Learner } from '../learner.js'
import type { LearnerUnits } from '../learner-units.js'
import { gradeByStaff } from './staff-grade.js'

/**
 * Stores the grades that a call of a block gave other learners, one after another; where one fails, those before it are stored.
 * @throws as {@link gradeByStaff} does
 */
export async function gradeOthers(
  units: LearnerUnits,
  unit: ComposedUnit,
  deeds: readonly GradeDeed[],
  by: Learner,
): Promise<void> {
  const { staff } = units.options
  if (!staff) return
  for (const deed of deeds) {
    const learner = await staff.learner(deed.learner, unit.context)
    await gradeByStaff(units, unit, deed, { learner, by })
  }
}
