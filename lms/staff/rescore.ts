import { CompositorError } from '../../runtime/errors/index.js'
import type { ComposedUnit } from '../../runtime/unit/index.js'
import type { RecordsCommit } from '../../store/index.js'
import type { HandlerError, RescoreOptions } from '../../runtime/view/index.js'
import type { Grade } from '../learner-state/index.js'
import type { LearnerUnits, UnitWork } from '../learner-units.js'
import { weighted } from '../points.js'
import { blockIn } from './block-in.js'
import { deedReason } from './deed-reason.js'
import { staffEvent } from './staff-event.js'
import type { LearnersBlock } from './learners-block.js'
import { staffOnly } from './staff-only.js'

/** What rescoring did to one learner's grade: raw points, null where there is no grade. */
export interface Rescored {
  /** The learner's id. */
  readonly learner: string
  readonly before: Grade | null
  readonly after: Grade | null
}

/** The work that a rescoring is a step of. */
export interface RescoreStep {
  /** What is stored in the same commit, for a rescoring or a refusal. */
  readonly part: (outcome: Rescored | CompositorError) => RecordsCommit
  /** Asked before it is tried again. @throws where it is not to be */
  readonly look: () => Promise<void>
}

interface Attempt {
  readonly before: Grade | null
  after: Grade | null
  readonly refusal: HandlerError | undefined
}

/**
 * Has a block grade a learner's submissions again by what is published now, and stores state and grade in one go.
 * A block the learner no longer sees, such as one outside their selection, is graded from their record all the same.
 * Logs what the block publishes, then `edx.grades.problem.rescored` with who did it, and why.
 * @throws CompositorError `staff-only`, `block-not-found`, `rescore-unsupported`; `rescore-refused`, with the learner's
 *   work as it was; `block-failed`, `learner-write-conflict`
 */
export async function rescore(
  units: LearnerUnits,
  unit: ComposedUnit,
  { usageKey, learner, by, reason }: LearnersBlock,
  options: RescoreOptions,
  step?: RescoreStep,
): Promise<Rescored> {
  staffOnly(by)
  const block = await blockIn(units, unit, usageKey)
  if (block.failure) throw CompositorError.fromJSON(block.failure)
  const said = deedReason(reason)
  const told = (after: Grade | null) => {
    const points = after && weighted(after, block.fields.weight)
    const payload = {
      new_weighted_earned: points?.earned ?? null,
      new_weighted_possible: points?.possible ?? null,
      only_if_higher: options.onlyIfHigher,
      ...said,
    }
    return staffEvent(units, 'edx.grades.problem.rescored', { unit, block, learner, by }, payload)
  }
  const staff = { deed: 'rescored', by: by.id, ...said } as const
  let tried = 0
  const { result } = await units.work<Attempt>(
    unit,
    learner,
    { looking: { at: 'block', usageKey }, only: block },
    async ({ session, batch }) => {
      if (tried++ > 0) await step?.look()
      const before = batch.result(usageKey)?.grade ?? null
      const refusal = await session.rescore(block, options)
      const attempt: Attempt = { before, after: before, refusal }
      const lines: UnitWork<Attempt>['lines'] = (resultOf) => {
        attempt.after = resultOf(usageKey)?.grade ?? null
        return [told(attempt.after)]
      }
      const outcome = () =>
        refusal ? refused(refusal, usageKey) : { learner: learner.id, before, after: attempt.after }
      const part = step && (() => step.part(outcome()))
      return refusal ? { result: attempt, refused: true, part } : { result: attempt, lines, part, staff }
    },
  )
  const { before, after, refusal } = result
  if (refusal) throw refused(refusal, usageKey)
  return { learner: learner.id, before, after }
}

function refused(refusal: HandlerError, usage: string): CompositorError {
  return new CompositorError('rescore-refused', refusal.message, { usage, cause: refusal })
}
