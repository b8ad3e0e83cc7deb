import type { AssignmentType, GradingPolicy } from '../../runtime/grading/grading-policy.js'
import { countedNumber, courseGrade, isCounted } from './course-grade.js'
import type { SubsectionGrade } from './learner-grades.js'

/** How a learner stands in one assignment type. */
export interface TypeStanding {
  readonly entry: AssignmentType
  /** What it adds to the grade, its weight included. */
  readonly percent: number
  /** Its subsections that have points, in course order, and which of them are dropped. */
  readonly subsections: readonly { readonly grade: SubsectionGrade; readonly isDropped: boolean }[]
  /** How many of it count that are not there, or not open yet: each is 0. */
  readonly missing: number
}

/** How a learner stands in each assignment type of a policy, in its order. */
export function typeStandings(
  policy: GradingPolicy,
  grades: readonly SubsectionGrade[],
): readonly TypeStanding[] {
  const scores = grades.map(({ subsection: { format, graded }, points }) => ({ format, graded, ...points }))
  const { breakdown } = courseGrade(policy, scores)
  return policy.GRADER.map((entry, place) => {
    const own = grades.filter(({ subsection: { format, graded }, points }) => {
      return format === entry.type && isCounted({ graded, ...points })
    })
    const counted = countedNumber(entry, own.length)
    const best = new Set(own.toSorted((one, other) => shareOf(other) - shareOf(one)).slice(0, counted))
    return {
      entry,
      percent: breakdown[place]?.percent ?? 0,
      subsections: own.map((grade) => ({ grade, isDropped: !best.has(grade) })),
      missing: counted - best.size,
    }
  })
}

function shareOf({ points: { earned, possible } }: SubsectionGrade): number {
  return earned / possible
}
