/** Why a block was drawn. */
export interface DrawnBecause {
  /** Usage key, as text. */
  readonly key: string
  /** What it is one use of; see `ChoiceMembers.componentAt`. */
  readonly component: string
  /** Stored before, drawn now, or shown because another bank shows it. */
  readonly why: 'stored' | 'drawn' | 'same-as'
  /** Its place in the learner's own order of the pool, from 1: who comes first is drawn first. */
  readonly turn: number
  /** The number of 32 bits that the seed is mixed with to order the pool. */
  readonly rank: number
  /** A bank of the group that shows the component, too, as the pools are too small for all. */
  readonly alsoIn?: readonly string[]
}

/** Why a member was not drawn whose turn would have come. */
export interface PassedOver {
  readonly key: string
  readonly component: string
  readonly turn: number
  /**
   * Another bank of the group shows it, a later one needs it, the learner had it last time, or what was stored before it came
   * into the pool stays.
   */
  readonly why: 'shown-elsewhere' | 'needed-elsewhere' | 'had-last-time' | 'stored-stays'
  /** The bank that shows it. */
  readonly by?: string
}

/** Why a stored block is shown no longer. */
export interface DroppedBecause {
  readonly key: string
  /** It is no member of the pool any more, fewer are shown, or the bank that it follows shows others. */
  readonly why: 'not-in-pool' | 'too-many' | 'not-the-same'
}

/** Why a bank shows a learner what it shows: the draw itself, taken apart. */
export interface DrawExplanation {
  /** What orders the pool for this learner, mixed with the ranks of members. */
  readonly seed: string
  /** How often the learner began anew. */
  readonly draw: number
  /** How many are to be shown, and how many there are to draw from. */
  readonly count: number
  readonly pool: number
  /** Whether it is stored as it is shown; else it will be with the first view. */
  readonly isStored: boolean
  /** In the order shown. */
  readonly selected: readonly DrawnBecause[]
  readonly dropped: readonly DroppedBecause[]
  readonly passedOver: readonly PassedOver[]
  /** The banks of the group in course order, with the components that each shows. */
  readonly group?: readonly { readonly usage: string; readonly components: readonly string[] }[]
  /** The bank that shows the same. */
  readonly sameAs?: string
}
