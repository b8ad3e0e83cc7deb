import { csvText, safeCell } from '../../content/taxonomy/index.js'
import type { PublishedContext } from '../../compositor/index.js'
import type { CourseGrades } from '../../lms/index.js'
import { gradebookCells, gradebookColumns, totalOf, type GradebookColumn } from './gradebook-columns.js'
import type { GradebookParts } from './gradebook-parts.js'
import type { AskedPeople } from './asked-people.js'
import { gradebookRows } from './gradebook.js'

/** Names of the columns that say who a learner is, and what they have in all. */
export interface CsvTitles {
  readonly id: string
  readonly name: string
  readonly username: string
  readonly email: string
  readonly cohort: string
  readonly total: string
  readonly grade: string
}

/**
 * A gradebook as lines of CSV, made while they are sent: who each learner is, what they have in all, and their share of each column, from 0 to 1.
 * @param course how the course is graded
 */
export async function* gradebookCsv(
  host: GradebookParts,
  published: PublishedContext,
  query: AskedPeople,
  { course, titles }: { readonly course: CourseGrades['course']; readonly titles: CsvTitles },
): AsyncIterable<string> {
  const columns = gradebookColumns(course)
  const { id, name, username, email, cohort, total, grade } = titles
  const labels = [id, name, username, email, cohort, total, grade, ...columns.map(labelOf)]
  yield csvText([labels.map(safeCell)])
  for await (const rows of gradebookRows(host, published, query)) {
    const lines = rows.map(({ person, grades }) => [
      ...[person.id, person.name, person.username, person.email, person.cohort].map((text) =>
        safeCell(text ?? ''),
      ),
      shareText(totalOf(grades)),
      safeCell(grades.grade?.grade ?? ''),
      ...gradebookCells(columns, grades).map(({ share }) => (share === undefined ? '' : shareText(share))),
    ])
    if (lines.length > 0) yield csvText(lines)
  }
}

function labelOf({ label, title }: GradebookColumn): string {
  return label === title ? label : `${label}: ${title}`
}

function shareText(share: number): string {
  return String(Math.round(share * 10_000) / 10_000)
}
