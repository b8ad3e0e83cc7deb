import { CompositorError } from '../../runtime/errors/index.js'

/** A row of a CSV text, and the line that it begins in; lines count from 1. */
export interface CsvRow {
  readonly line: number
  readonly cells: readonly string[]
}

/**
 * The rows of a CSV text: cells between commas, in double quotes where they hold commas, quotes (written twice) or line breaks
 * (RFC 4180). Empty lines are left out, a byte order mark too.
 * @throws CompositorError `taxonomy-invalid` for a quote that is not closed
 */
export function csvRows(text: string): CsvRow[] {
  const rows: CsvRow[] = []
  const parts = /(?:"((?:[^"]|"")*)("?)|([^,\r\n]*))(,|\r\n|\n|\r|$)/y
  const source = text.replace(/^\uFEFF/, '')
  let cells: string[] = []
  let [line, begun] = [1, 1]
  while (parts.lastIndex < source.length || cells.length > 0) {
    const found = parts.exec(source)
    if (!found || (found[1] !== undefined && found[2] === '')) {
      const message = `The cell in double quotes of line ${line} does not end as one.`
      throw new CompositorError('taxonomy-invalid', message)
    }
    const [, quoted, , plain = '', end = ''] = found
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    line += (quoted?.match(/\r\n|\n|\r/g) ?? []).length
    if (end === ',') continue
    if (cells.length > 1 || cells[0] !== '') rows.push({ line: begun, cells })
    cells = []
    begun = ++line
  }
  return rows
}

/** Rows as a CSV text, each ended by CR and LF. */
export function csvText(rows: Iterable<readonly string[]>): string {
  let text = ''
  for (const row of rows) text += `${row.map(csvCell).join(',')}\r\n`
  return text
}

function csvCell(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
