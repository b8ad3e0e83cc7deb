/** Points a block gave a learner: raw, before the block's weight (semantics 9). */
export interface Grade {
  readonly earned: number
  readonly possible: number
  /** When it was given, in epoch milliseconds. */
  readonly at: number
  /** What whoever gave it by hand wrote to the learner. */
  readonly comment?: string
}

/** What a learner achieved at one block. */
export interface BlockResult {
  readonly grade?: Grade
  /** From 0, not begun, to 1, done. */
  readonly completion?: number
}

/** A grade to store. */
export interface GradeChange extends Grade {
  readonly usage: string
  /** Store it only when its share of the points is higher than that of the stored one. */
  readonly onlyIfHigher: boolean
}

/** A completion to store. */
export interface CompletionChange {
  readonly usage: string
  /** 0 not begun, 1 done. */
  readonly value: number
}

/** A result with a grade taken in. */
export function withGrade(
  result: BlockResult,
  { earned, possible, at, comment, onlyIfHigher }: GradeChange,
): BlockResult {
  const before = result.grade
  if (onlyIfHigher && before && share(before) >= share({ earned, possible })) return result
  return { ...result, grade: { earned, possible, at, ...(comment !== undefined && { comment }) } }
}

function share({ earned, possible }: Pick<Grade, 'earned' | 'possible'>): number {
  return possible > 0 ? earned / possible : 0
}
