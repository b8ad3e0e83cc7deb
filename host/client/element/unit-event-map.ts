/** Points, weighted. */
export interface UnitPoints {
  readonly earned: number
  readonly possible: number
}

/** How many blocks of a unit are to be completed, and the sum of how far each is, from 0 to 1. */
export interface UnitCompletion {
  readonly done: number
  readonly blocks: number
}

/** Which block of which unit an event is about. */
export interface UnitEventPlace {
  /** Usage key of the unit. */
  readonly unit: string
  /** Usage key of the block. */
  readonly block: string
  /** Its block type, such as `problem`. */
  readonly blockType: string
}

/** The learner submitted something to a block, and it is stored. What it was stays between the learner and the host. */
export type SubmittedDetail = UnitEventPlace

/** A block was graded, and the learner may know how. */
export interface GradedDetail extends UnitEventPlace {
  /** The learner's score of the block, as it stands. */
  readonly score: UnitPoints
  /** That of the whole unit, of what counts; absent where it could not be counted. */
  readonly unitScore?: UnitPoints
}

/** The learner completed a block. */
export interface CompletedDetail extends UnitEventPlace {
  /** How far the whole unit is; absent where it could not be counted. */
  readonly completion?: UnitCompletion
  /** Whether nothing of the unit is left to be completed. */
  readonly isUnitComplete: boolean
}

/** The learner follows a link of the unit to another unit of its host. Whoever cancels the event stays, and shows that unit itself. */
export interface NavigatedDetail {
  /** Usage key of the unit that is left. */
  readonly unit: string
  /** Where the link leads, at the host. */
  readonly href: string
  /** Usage key, or block id, of what the link names: a unit, or something in one. */
  readonly target: string
}

/** The events of `<composed-unit>`. All of them bubble. */
export interface ComposedUnitEventMap {
  'unit-ready': CustomEvent<{ readonly title: string; readonly unit?: string }>
  'unit-failed': CustomEvent<{ readonly reason: string }>
  submitted: CustomEvent<SubmittedDetail>
  graded: CustomEvent<GradedDetail>
  completed: CustomEvent<CompletedDetail>
  navigated: CustomEvent<NavigatedDetail>
}

declare global {
  interface HTMLElementEventMap extends ComposedUnitEventMap {}
  interface DocumentEventMap extends ComposedUnitEventMap {}
}
