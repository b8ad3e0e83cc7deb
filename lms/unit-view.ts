import type { Fragment } from '../runtime/view/index.js'
import type { ClosedPart } from './release/closed-parts.js'

/** A unit's page as one learner sees it now. */
export interface UnitView {
  readonly fragment: Fragment
  /** The learner's version it shows. */
  readonly stateVersion: number
  /** Tells changes of what all learners share; 0 where the page shows nothing of it. */
  readonly sharedVersion: number
  /** Whether anything of the learner is in it; else it is the same for everybody. */
  readonly touchedLearner: boolean
  /** Epoch milliseconds until which it stays true if nothing is stored; infinite where no date matters. */
  readonly validUntil: number
  /** For staff: what of it is not open to all learners. */
  readonly closedParts: readonly ClosedPart[]
}

/** Something that is made of a unit's view, and kept in its place for as long as that stays true. */
export interface Making<T> {
  /** Tells apart what is made of one view. */
  readonly form: string
  make(view: UnitView): T | Promise<T>
  /** Whether what was made is still right by what it rests on besides the view. */
  isRight(made: T): boolean
  /** Bytes that it takes in memory. */
  sizeOf(made: T): number
}
