import { CompositorError } from '../../runtime/errors/index.js'
import type { ComposedUnit } from '../../runtime/unit/index.js'
import type { RescoreOptions } from '../../runtime/view/index.js'
import type { Grade } from '../learner-state/index.js'
import type { LearnerUnits } from '../learner-units.js'
import { weighted } from '../points.js'
import { blockIn } from './block-in.js'
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
 * A block the learner no longer sees, such as one outside their selection, is graded from their record all the same.
 * Logs what the block publishes, then `edx.grades.problem.rescored` with who did it.
 * @throws CompositorError `staff-only`, `block-not-found`, `rescore-unsupported`; `rescore-refused`, with the learner's
 *   work as it was; `block-failed`, `learner-write-conflict`
 */
export async function rescore(
  units: LearnerUnits,
  unit: ComposedUnit,
  { usageKey, learner, by }: LearnersBlock,
  options: RescoreOptions,
): Promise<Rescored> {
  staffOnly(by)
  const grade = async () =>
    (await units.options.store.results(learner.id, [usageKey])).get(usageKey)?.grade ?? null
  const before = await grade()
  const block = blockIn(unit, usageKey)
  if (block.failure) throw CompositorError.fromJSON(block.failure)
  const { result: refusal } = await units.work(
    unit,
    learner,
    { looking: { at: 'block', usageKey }, only: block },
    async ({ session }) => {
      const refused = await session.rescore(block, options)
      return { result: refused, refused: refused !== undefined }
    },
  )
  if (refusal) {
    throw new CompositorError('rescore-refused', refusal.message, { usage: usageKey, cause: refusal })
  }
  const after = await grade()
  const points = after && weighted(after, block.fields.weight)
  logStaffEvent(
    units,
    'edx.grades.problem.rescored',
    { unit, block, learner, by },
    {
      new_weighted_earned: points?.earned ?? null,
      new_weighted_possible: points?.possible ?? null,
      only_if_higher: options.onlyIfHigher,
    },
  )
  return { learner: learner.id, before, after }
}
