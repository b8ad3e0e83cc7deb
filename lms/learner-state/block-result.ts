/** Points a block gave a learner: raw, before the block's weight (semantics 9). */
export interface OwnGrade {
  readonly earned: number
  readonly possible: number
  /** When it was given, in epoch milliseconds. */
  readonly at: number
  /** What whoever gave it by hand wrote to the learner. */
  readonly comment?: string
}

/** Points that somebody of staff gave in place of the block's. */
export interface GradeOverride {
  /** Why, in their words; for staff. */
  readonly reason: string
  /** Whoever did, by the host's id of them; for staff. */
  readonly by: string
  /** What the block itself gave, before or since; null for nothing. It counts again once the override is taken back. */
  readonly own: OwnGrade | null
}

/** Points a learner has of a block. */
export interface Grade extends OwnGrade {
  /** There where staff gave them in place of the block's; then the block changes nothing but what stands behind. */
  readonly override?: GradeOverride
}

/** What a learner achieved at one block. */
export interface BlockResult {
  readonly grade?: Grade
  /** From 0, not begun, to 1, done. */
  readonly completion?: number
}

/** A grade to store. */
export interface GradeChange extends OwnGrade {
  readonly usage: string
  /** Store it only when its share of the points is higher than that of the stored one. */
  readonly onlyIfHigher: boolean
  /** Whether it stands in place of the block's from now on; null takes such a one back, whatever the points. */
  readonly override?: Omit<GradeOverride, 'own'> | null
}

/** A completion to store. */
export interface CompletionChange {
  readonly usage: string
  /** 0 not begun, 1 done. */
  readonly value: number
}

/** A result with a grade taken in. */
export function withGrade(result: BlockResult, change: GradeChange): BlockResult {
  const { grade, ...rest } = result
  const { override } = change
  if (override === null) return grade?.override ? { ...rest, ...given(grade.override.own) } : result
  const own = grade?.override ? grade.override.own : (grade ?? null)
  if (override) {
    const { earned, possible, at } = change
    return { ...rest, grade: { earned, possible, at, override: { ...override, own } } }
  }
  if (change.onlyIfHigher && own && share(own) >= share(change)) return result
  const after = gradeOf(change)
  return {
    ...rest,
    grade: grade?.override ? { ...grade, override: { ...grade.override, own: after } } : after,
  }
}

function gradeOf({ earned, possible, at, comment }: OwnGrade): OwnGrade {
  return { earned, possible, at, ...(comment !== undefined && { comment }) }
}

function given(grade: OwnGrade | null): Pick<BlockResult, 'grade'> {
  return grade ? { grade } : {}
}

function share({ earned, possible }: Pick<OwnGrade, 'earned' | 'possible'>): number {
  return possible > 0 ? earned / possible : 0
}
