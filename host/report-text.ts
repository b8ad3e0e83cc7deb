import { csvText, safeCell } from '../content/taxonomy/index.js'
import type { BlockReport, ReportCell } from '../runtime/index.js'

/** How a report leaves as text. */
export type ReportForm = 'csv' | 'json'

/**
 * A report as lines of a text, each whole: CSV with the titles of its columns, or an object by column a line. Times are in ISO 8601.
 * @throws CompositorError `block-failed`
 */
export async function* reportLines({ columns, rows }: BlockReport, form: ReportForm): AsyncIterable<string> {
  if (form === 'csv') yield csvText([columns.map(({ title }) => safeCell(title))])
  for await (const row of rows) {
    const cells = row.map((cell, place) => shownCell(cell, columns[place]?.type === 'time'))
    if (form === 'csv')
      yield csvText([cells.map((cell) => (typeof cell === 'string' ? safeCell(cell) : String(cell ?? '')))])
    else
      yield `${JSON.stringify(Object.fromEntries(columns.map(({ name }, place) => [name, cells[place] ?? null])))}\n`
  }
}

/** Rows of a report as a table shows them, no more than asked for. */
export async function someRows(
  { rows }: BlockReport,
  most: number,
): Promise<{ readonly rows: readonly (readonly ReportCell[])[]; readonly hasMore: boolean }> {
  const found: (readonly ReportCell[])[] = []
  try {
    for await (const row of rows) {
      if (found.length === most) return { rows: found, hasMore: true }
      found.push(row)
    }
    return { rows: found, hasMore: false }
  } finally {
    await rows.return()
  }
}

/** A cell as people and programs read it. */
export function shownCell(cell: ReportCell, isTime: boolean): ReportCell {
  return isTime && typeof cell === 'number' ? new Date(cell).toISOString() : cell
}
