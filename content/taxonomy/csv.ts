import { CompositorError, type ErrorCode } from '../../runtime/errors/index.js'

/** A row of a CSV text, and the line that it begins in; lines count from 1. */
export interface CsvRow {
  readonly line: number
  readonly cells: readonly string[]
}

/**
 * The rows of a CSV text: cells between separators, in double quotes where they hold such, quotes (written twice) or line breaks
 * (RFC 4180). Cells are separated by commas, semicolons or tabs, as spreadsheets of different countries write them: by what the
 * first line has most of, or what a line `sep=` before it says. Empty lines are left out, a byte order mark too.
 * @param code of what is thrown
 * @throws CompositorError for a quote that is not closed
 */
export function csvRows(text: string, code: ErrorCode = 'taxonomy-invalid'): CsvRow[] {
  const rows: CsvRow[] = []
  const { source, separator, line: first } = begun(text)
  const parts = patterns[separator]
  parts.lastIndex = 0
  let cells: string[] = []
  let [line, start] = [first, first]
  while (parts.lastIndex < source.length || cells.length > 0) {
    const found = parts.exec(source)
    if (!found || (found[1] !== undefined && found[2] === '')) {
      const message = `The cell in double quotes of line ${line} does not end as one.`
      throw new CompositorError(code, message)
    }
    const [, quoted, , plain = '', end = ''] = found
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    line += (quoted?.match(/\r\n|\n|\r/g) ?? []).length
    if (end === separator) continue
    if (cells.length > 1 || cells[0] !== '') rows.push({ line: start, cells })
    cells = []
    start = ++line
  }
  return rows
}

type Separator = ',' | ';' | '\t'

const patterns: Readonly<Record<Separator, RegExp>> = {
  ',': /(?:"((?:[^"]|"")*)("?)|([^,\r\n]*))(,|\r\n|\n|\r|$)/y,
  ';': /(?:"((?:[^"]|"")*)("?)|([^;\r\n]*))(;|\r\n|\n|\r|$)/y,
  '\t': /(?:"((?:[^"]|"")*)("?)|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/y,
}

/** Where the rows begin, and what stands between their cells. */
function begun(text: string): {
  readonly source: string
  readonly separator: Separator
  readonly line: number
} {
  const marked = text.replace(/^\uFEFF/, '')
  const said = /^"?sep=([,;\t])"?(?:\r\n|\n|\r)/i.exec(marked)
  const source = said ? marked.slice(said[0].length) : marked
  if (said) return { source, separator: said[1] as Separator, line: 2 }
  const head = (/^[^\r\n]*/.exec(source.trimStart())?.[0] ?? '').replaceAll(/"[^"]*"/g, '')
  const count = (separator: Separator) => head.split(separator).length
  const [separator = ','] = ([',', ';', '\t'] as const).toSorted((one, other) => count(other) - count(one))
  return { source, separator, line: 1 }
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

/** A text for a cell that people open in a spreadsheet: what begins as a formula, in signs of full width too, is marked as a text. */
export function safeCell(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text
}
