import type { CourseGrades, LearnerGrades, Points } from '../../lms/index.js'

type GradedCourse = CourseGrades['course']

/** A column of a gradebook: one subsection, or all of an assignment type together. */
export type GradebookColumn =
  | { readonly kind: 'subsection'; readonly label: string; readonly title: string; readonly key: string }
  | { readonly kind: 'type'; readonly label: string; readonly title: string; readonly weight: number }

/** What a learner has in a column: a share from 0 to 1, and the points it is of; undefined where the part is not open to them. */
export interface GradebookCell {
  readonly share: number | undefined
  readonly points?: Points
  /** Whether staff gave it. */
  readonly isGiven?: boolean
}

/**
 * The columns of a course: by its policy each assignment type with its subsections, short, as `HW 01`; without one all subsections
 * that are graded.
 */
export function gradebookColumns({ policy, subsections }: GradedCourse): readonly GradebookColumn[] {
  if (!policy) {
    const graded = subsections.filter((one) => one.graded)
    return (graded.length > 0 ? graded : subsections).map(({ key, title }) => {
      return { kind: 'subsection', label: title, title, key }
    })
  }
  return policy.GRADER.flatMap(({ type, short_label: short, weight }): GradebookColumn[] => {
    const label = short === undefined || short === '' ? type : short
    const own = subsections.filter(({ format, graded }) => graded && format === type)
    const columns = own.map(({ key, title }, at): GradebookColumn => {
      const number = own.length > 1 ? ` ${String(at + 1).padStart(2, '0')}` : ''
      return { kind: 'subsection', label: `${label}${number}`, title, key }
    })
    return own.length === 1 ? columns : [...columns, { kind: 'type', label, title: type, weight }]
  })
}

/** A learner's cells, in the order of the columns. */
export function gradebookCells(
  columns: readonly GradebookColumn[],
  { grade, subsections }: LearnerGrades,
): readonly GradebookCell[] {
  const byKey = new Map(subsections.map((one) => [one.subsection.key, one]))
  const byType = new Map(grade?.breakdown.map(({ type, percent }) => [type, percent]))
  return columns.map((column): GradebookCell => {
    if (column.kind === 'type') {
      const percent = byType.get(column.title) ?? 0
      return { share: column.weight > 0 ? percent / column.weight : undefined }
    }
    const found = byKey.get(column.key)
    if (!found) return { share: undefined }
    const { points, override } = found
    return { share: shareOf(points), points, ...(override && { isGiven: true }) }
  })
}

/** What a learner has of the course, from 0 to 1: by its policy, else of all points. */
export function totalOf({ grade, points }: LearnerGrades): number {
  return grade ? grade.percent : (shareOf(points) ?? 0)
}

function shareOf({ earned, possible }: Points): number | undefined {
  return possible > 0 ? earned / possible : undefined
}
