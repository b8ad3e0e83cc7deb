import type { BlockType } from '../../runtime/block/index.js'
import { Submissions, type SubmissionHistory } from '../../runtime/service/index.js'
import type { ComposedUnit } from '../../runtime/unit/index.js'
import { isJsonObject } from '../../runtime/values/index.js'
import type { LearnerUnits } from '../learner-units.js'
import { blockIn } from './block-in.js'
import type { LearnersBlock } from './learners-block.js'
import { staffOnly } from './staff-only.js'

/** The data view a block tells staff with what a learner submitted. */
export const historyView = 'staff_submission_history'

/** Whether blocks of a type tell staff what learners did: by a history of their own, by what they handed in, or by a report. */
export function tellsStaff(type: BlockType): boolean {
  return (
    type.views.has(historyView) ||
    type.report !== undefined ||
    type.services.some(({ token }) => token === Submissions)
  )
}

/**
 * What a learner submitted at a block, as JSON text: the block's `staff_submission_history`, made of the learner's
 * own values, else what they handed in by `Submissions`. Nothing is stored.
 * @throws CompositorError `staff-only`, `block-not-found`, `view-missing` for a type that tells nothing of submissions
 */
export async function submissions(
  units: LearnerUnits,
  unit: ComposedUnit,
  { usageKey, learner, by }: LearnersBlock,
): Promise<string> {
  staffOnly(by)
  const block = await blockIn(units, unit, usageKey)
  const type = units.options.runtime.options.types.get(block.type)
  const isKept = type !== undefined && !type.views.has(historyView) && tellsStaff(type)
  return units.read(unit, learner, { looking: { at: 'block', usageKey }, only: block }, ({ session }) =>
    isKept ? handedIn(session.submissions(block)) : session.data(block, historyView),
  )
}

/** Attempts in the order in which they were made, as histories of problems have them. */
async function handedIn(history: SubmissionHistory): Promise<string> {
  const { items } = await history.page({ limit: 1000 })
  const submissions = items.toReversed().map(({ attempt, at, answer }) => ({
    number: attempt,
    time: new Date(at).toISOString(),
    answers: isJsonObject(answer) ? answer : { answer },
  }))
  return JSON.stringify({ submissions })
}
