import type { AssignmentType, GradingPolicy } from '../../runtime/grading/grading-policy.js'

/** The score of one subsection, as it counts in a course's grade. */
export interface SubsectionScore {
  /** The assignment type that it belongs to; none where it is absent. */
  readonly format?: string | null | undefined
  readonly graded: boolean
  readonly earned: number
  readonly possible: number
}

/** What one assignment type of a policy adds to the grade. */
export interface TypePercent {
  readonly type: string
  /** Its share of the grade that was reached, its weight included: with weight 0.4, at most 0.4. */
  readonly percent: number
}

/** What somebody has of a course's grade. */
export interface CourseGrade {
  /** From 0 to 1, in hundredths. */
  readonly percent: number
  /** The highest cut-off that is reached; null for none. */
  readonly grade: string | null
  readonly passed: boolean
  /** In the order of the policy. */
  readonly breakdown: readonly TypePercent[]
}

/** The grade that scores of a course's subsections make by its policy (semantics 12). */
export function courseGrade(policy: GradingPolicy, subsections: readonly SubsectionScore[]): CourseGrade {
  const shares = sharesByFormat(subsections)
  const breakdown = policy.GRADER.map((entry) => ({
    type: entry.type,
    percent: typeShare(entry, shares.get(entry.type) ?? []) * entry.weight,
  }))
  const percent = rounded(breakdown.reduce((sum, one) => sum + one.percent, 0))
  const cutOffs = Object.entries(policy.GRADE_CUTOFFS).sort(([, one], [, other]) => other - one)
  const pass = passMark(policy)
  return {
    percent,
    grade: cutOffs.find(([, from]) => from <= percent)?.[0] ?? null,
    passed: pass !== undefined && percent >= pass,
    breakdown,
  }
}

/** The lowest cut-off above 0; without one nobody passes. */
export function passMark({ GRADE_CUTOFFS }: GradingPolicy): number | undefined {
  const above = Object.values(GRADE_CUTOFFS).filter((from) => from > 0)
  return above.length === 0 ? undefined : Math.min(...above)
}

/** Whether a subsection counts in its assignment type. */
export function isCounted({ graded, possible }: SubsectionScore): boolean {
  return graded && possible > 0
}

/** How many of a type's subsections count: those that are not there included, those that are dropped left out. */
export function countedNumber({ min_count, drop_count }: AssignmentType, there: number): number {
  return Math.max(0, Math.max(there, min_count) - drop_count)
}

function sharesByFormat(subsections: readonly SubsectionScore[]): ReadonlyMap<string, number[]> {
  const shares = new Map<string, number[]>()
  for (const one of subsections) {
    if (!isCounted(one) || typeof one.format !== 'string') continue
    const some = shares.get(one.format) ?? []
    shares.set(one.format, some)
    some.push(one.earned / one.possible)
  }
  return shares
}

/** The share of a type's points, from 0 to 1. Missing ones add nothing; the incumbent adds the highest first. */
function typeShare(entry: AssignmentType, shares: number[]): number {
  const counted = countedNumber(entry, shares.length)
  if (counted === 0) return 0
  const best = shares.sort((one, other) => other - one).slice(0, counted)
  return best.reduce((sum, share) => sum + share, 0) / counted
}

/** To hundredths: a twentieth of one more, then halves away from zero. */
function rounded(total: number): number {
  const hundredths = 100 * total + 0.05
  return (hundredths < 0 ? Math.ceil(hundredths - 0.5) : Math.floor(hundredths + 0.5)) / 100
}
