import { gradeCounted, resultsShown } from '../runtime/block/index.js'
import { date, timedelta } from '../runtime/field/index.js'
import type { ComposedBlock } from '../runtime/unit/index.js'
import type { Json } from '../runtime/values/index.js'
import type { Learner } from './learner.js'

/** What a learner may know of their score of a block. */
export interface ScoreKnowledge {
  /** Whether they may see it. */
  readonly isKnown: boolean
  /** Whether their totals count it. */
  readonly isCounted: boolean
  /** Epoch milliseconds until which that stays so; infinite where no date changes it. */
  readonly validUntil: number
}

/** What a learner may know of their score of a block now. A sum tells a score as well as a number beside the block. */
export function scoreKnowledge(
  { fields }: Pick<ComposedBlock, 'fields'>,
  { isStaff, counting }: Pick<Learner, 'isStaff' | 'counting'>,
  now: number,
): ScoreKnowledge {
  const { show_correctness: showCorrectness } = fields
  if (typeof showCorrectness !== 'string' || counting === 'all')
    return { isKnown: true, isCounted: true, validUntil: Infinity }
  const due = value(date(), fields.due) ?? value(date(), fields.course_end)
  const closes = due && due.getTime() + (value(timedelta(), fields.graceperiod) ?? 0) * 1000
  const isPastDue = typeof closes === 'number' && now > closes
  const policy = { showCorrectness, isStaff, hasClose: typeof closes === 'number', isPastDue }
  const validUntil = typeof closes === 'number' && !isPastDue ? closes + 1 : Infinity
  return { isKnown: resultsShown(policy), isCounted: gradeCounted(policy), validUntil }
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
