import type { Learner } from '../learner.js'

/** A block as one learner has it, when staff work on it. */
export interface LearnersBlock {
  /** The block, as text. */
  readonly usageKey: string
  readonly learner: Learner
  /** Who asks; refused unless they are staff. */
  readonly by: Learner
  /** Why, where something is done: for staff, and for the log. */
  readonly reason?: string | undefined
}
