import { resultsShown } from '../runtime/block/index.js'
import { date, timedelta } from '../runtime/field/index.js'
import type { ComposedBlock } from '../runtime/unit/index.js'
import type { Json } from '../runtime/values/index.js'
import type { Learner } from './learner.js'

/** Whether a learner may know their score of a block: a sum would tell it as well as a number beside it. */
export function isScoreKnown({ fields }: ComposedBlock, { isStaff }: Learner, now: number): boolean {
  const { show_correctness: showCorrectness } = fields
  if (typeof showCorrectness !== 'string') return true
  const due = value(date(), fields.due) ?? value(date(), fields.course_end)
  const closes = due && due.getTime() + (value(timedelta(), fields.graceperiod) ?? 0) * 1000
  const isPastDue = typeof closes === 'number' && now > closes
  return resultsShown({ showCorrectness, isStaff, hasClose: typeof closes === 'number', isPastDue })
}

/** A setting as its field reads it; null for none, or for what the field cannot read. */
function value<T>(field: { fromJson(json: Json): T }, json: Json | undefined): T | null {
  if (json === undefined || json === null) return null
  try {
    return field.fromJson(json)
  } catch {
    return null
  }
}
