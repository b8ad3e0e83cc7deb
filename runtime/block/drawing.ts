import type { Json } from '../values/json.js'
import type { ChoiceMembers } from './choice-members.js'

/** How a block draws, of a bank; of a reference that draws nothing, what it shows to all. */
export interface Drawing {
  /** How many; below zero means all. */
  readonly count: number
  /**
   * Name of a reference group of the course: its banks and references show no learner one block twice while their pools
   * allow it (seed 003, "across multiple units"). None where it is left out or empty.
   */
  readonly group?: string
  /** Usage key or block id of another bank of the course, whose components are shown; none where it is left out or empty. */
  readonly sameAs?: string
}

/** Banks and references of a group that draw together; those that come after them in the course draw alone. */
export const mostInGroup = 100

/** A bank or reference that others draw together with, as it is for all learners. */
export interface CompanionBank {
  /** Usage key, as text, without branch and version. */
  readonly usage: string
  readonly count: number
  readonly members: ChoiceMembers
  /** The user state field that keeps its choice; left out of a reference that shows all its members to everybody. */
  readonly field?: string
}

/** What a bank of a unit draws together with; see {@link Drawing}. */
export interface Companions {
  /** The banks and references of its group, itself among them, in course order. */
  readonly group?: readonly CompanionBank[]
  /** The bank that shows the same, and the group of that one. */
  readonly leader?: { readonly bank: CompanionBank; readonly group?: readonly CompanionBank[] }
}

/** A bank or reference as one learner has it. */
export interface DrawnBank extends CompanionBank {
  /** What was stored for the learner before, or undefined. */
  readonly stored: Json | undefined
  /** As `ChoiceRequest.seed`. */
  readonly seed: string
}

/** What a bank draws together with, as one learner has it. */
export interface DrawnCompanions {
  /** The same list for all banks of a group while one request looks at it. */
  readonly group?: readonly DrawnBank[]
  readonly leader?: { readonly bank: DrawnBank; readonly group?: readonly DrawnBank[] }
}
