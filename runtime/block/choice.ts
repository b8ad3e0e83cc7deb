import type { Json } from '../values/json.js'
import type { ChoiceMembers } from './choice-members.js'
import type { DrawnCompanions } from './drawing.js'
import type { DrawExplanation } from './draw-explanation.js'
import type { LearnerRecord } from './learner-records.js'

/** What a choice is made from. */
export interface ChoiceRequest<F> {
  /** Usage key of the choosing block, as text, without branch and version. */
  readonly usage: string
  /** Content and settings of the choosing block. */
  readonly fields: F
  /** Usage keys of the children, as text, in order. There may be thousands: {@link members} has no text of each. */
  readonly children: readonly string[]
  /** The same children by their place. */
  readonly members: ChoiceMembers
  /** What was stored for this learner before, or undefined. */
  readonly stored: Json | undefined
  /** The same text for the same learner at the same block, whatever the process or the day. */
  readonly seed: string
  /** The learner's group in a partition of the course, by the ids of `user_partitions`; undefined for none. */
  readonly groupOf: (partition: number) => number | undefined
  /** Whether it is somebody who teaches, and may be shown what learners are not. */
  readonly isStaff: boolean
  /** What is stored of the learner at the blocks that {@link Choice.reads} named, by those names. */
  readonly records: ReadonlyMap<string, LearnerRecord>
  /** The other banks that it draws together with, by what its type says it draws by (`Capabilities.draws`). */
  readonly companions?: DrawnCompanions | undefined
}

/** Which children this learner sees. A choice that stores nothing gives `selected` only. */
export interface Chosen {
  /** Usage keys in the order shown. */
  readonly selected: readonly string[]
  /** What to store when it differs from what was stored. */
  readonly toStore?: Json
  readonly changed?: boolean
  /** What changed, for the event log. */
  readonly invalid?: readonly string[]
  readonly overlimit?: readonly string[]
  readonly added?: readonly string[]
}

/**
 * A block type's rule for which of its children a learner sees: pure, so that it can be asked before anything
 * is stored, and asked anew whenever anything is stored of the learner.
 */
export interface Choice<F> {
  /** OLX name of the user state field that keeps the choice; left out by a rule that always decides anew. */
  readonly field?: string
  /** Event names are this and `.assigned` or `.removed`; nothing is published without. */
  readonly eventPrefix?: (fields: F) => string
  /** The `max_count` that events report: the raw field. */
  readonly maxCount?: (fields: F) => number
  /**
   * Other blocks whose records the rule looks at, by their usage keys as authors wrote them. Of those that are not in
   * the learning context of the block there is no record.
   */
  readonly reads?: (fields: F) => readonly string[]
  choose(request: ChoiceRequest<F>): Chosen
  /** Why {@link choose} gives what it gives, for staff, and for learners about what they see. */
  explain?(request: ChoiceRequest<F>): DrawExplanation
}
