import { CompositorError } from '../../runtime/errors/index.js'
import type { ComposedUnit } from '../../runtime/unit/index.js'
import type { RescoreOptions } from '../../runtime/view/index.js'
import type { Grade } from '../learner-state/index.js'
import type { LearnerUnits } from '../learner-units.js'
import { logStaffEvent } from './staff-event.js'
import type { LearnersBlock } from './learners-block.js'
import { staffOnly } from './staff-only.js'

/** What rescoring did to one learner's grade: raw points, null where there is no grade. */
export interface Rescored {
  /** The learner's id. */
  readonly learner: string
  readonly before: Grade | null
  readonly after: Grade | null
}

/**
 * Has a block grade a learner's submissions again by what is published now, and stores state and grade in one go.
 * Logs what the block publishes, then `edx.grades.problem.rescored` with who did it.
 * @throws CompositorError `staff-only`; `block-not-found`, also for a block this learner does not see;
 *   `rescore-unsupported`; `rescore-refused`, with the learner's work as it was; `block-failed`,
 *   `learner-write-conflict`
 */
export async function rescore(
  units: LearnerUnits,
  unit: ComposedUnit,
  { usageKey, learner, by }: LearnersBlock,
  options: RescoreOptions,
): Promise<Rescored> {
  staffOnly(by)
  const grade = () => units.options.store.results(learner.id, [usageKey]).get(usageKey)?.grade ?? null
  const before = grade()
  const { result: refusal, one } = await units.work(unit, learner, async (opened) => {
    const block = opened.block(usageKey)
    if (block.failure) throw CompositorError.fromJSON(block.failure)
    const refused = await opened.session.rescore(block, options)
    return { result: refused, refused: refused !== undefined }
  })
  if (refusal) {
    throw new CompositorError('rescore-refused', refusal.message, { usage: usageKey, cause: refusal })
  }
  const after = grade()
  logStaffEvent(
    units,
    'edx.grades.problem.rescored',
    { unit, block: one.block(usageKey), learner, by },
    {
      new_raw_earned: after?.earned ?? null,
      new_raw_possible: after?.possible ?? null,
      only_if_higher: options.onlyIfHigher,
    },
  )
  return { learner: learner.id, before, after }
}
