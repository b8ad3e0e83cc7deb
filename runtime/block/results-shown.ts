/** What decides whether a learner may know how their answers were graded. */
export interface ResultsPolicy {
  /** The setting `show_correctness`. */
  readonly showCorrectness: string
  readonly isStaff: boolean
  /** Whether there is a moment from which answers are closed. */
  readonly hasClose: boolean
  /** Whether that moment is past. */
  readonly isPastDue: boolean
}

/** Whether a learner may know how their answers were graded (semantics 9, `show_correctness`). */
export function resultsShown({ showCorrectness, isStaff, hasClose, isPastDue }: ResultsPolicy): boolean {
  if (showCorrectness === 'never' || showCorrectness === 'never_but_include_grade') return false
  return isStaff || showCorrectness !== 'past_due' || !hasClose || isPastDue
}

/**
 * Whether a learner's totals may count a score: as a score is shown, but `never_but_include_grade` hides single results for
 * good and lets totals count them as `past_due` does (the incumbent's `show_grades`).
 */
export function gradeCounted(policy: ResultsPolicy): boolean {
  const isIncluded = policy.showCorrectness === 'never_but_include_grade'
  return resultsShown(isIncluded ? { ...policy, showCorrectness: 'past_due' } : policy)
}
