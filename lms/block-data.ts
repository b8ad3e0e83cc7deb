import { CompositorError } from '../runtime/errors/index.js'
import type { ComposedUnit } from '../runtime/unit/index.js'
import type { Learner } from './learner.js'
import type { LearnerUnits } from './learner-units.js'

/**
 * What a data view of a block gives for this learner, as JSON text: `student_view_data`, the same for everyone, or
 * `student_view_user_state`. Other views are for authors or for pages, so only names that begin with
 * `student_view_` are asked. Fields that a view changes are saved.
 * @throws CompositorError `block-not-found`, `view-missing`, `block-failed`; of a block that could not be composed, the
 *   reason why
 */
export async function blockData(
  units: LearnerUnits,
  unit: ComposedUnit,
  learner: Learner,
  { usageKey, view }: { readonly usageKey: string; readonly view: string },
): Promise<string> {
  if (!view.startsWith('student_view_')) {
    throw new CompositorError(
      'view-missing',
      `'${view.slice(0, 100)}' is no data view for learners: their names begin with 'student_view_'.`,
      { usage: usageKey },
    )
  }
  const opening = { looking: { at: 'block', usageKey } } as const
  const { result } = await units.work(unit, learner, opening, async (one) => ({
    result: await one.session.data(one.block(usageKey), view),
  }))
  return result
}
