import { createHash } from 'node:crypto'

/** What spreadsheets take for a formula, with the marks before it that keep them from it. */
const formula = /^[\s']*[=+\-@＝＋－＠]|^'*[\t\r]/u

/** A text as a cell that no spreadsheet takes for a formula: with `'` before it where it looks like one. */
export function guarded(text: string): string {
  return formula.test(text) ? `'${text}` : text
}

/** The text of a cell, see {@link guarded}. */
export function unguarded(cell: string): string {
  return cell.startsWith("'") && formula.test(cell.slice(1)) ? cell.slice(1) : cell
}

/** Several values in one cell, with semicolons between them; those in a value are written `\;`. */
export function listCell(values: readonly string[]): string {
  return values.map((value) => value.replaceAll(/[\\;]/g, String.raw`\$&`)).join('; ')
}

/** The values of a cell, each once, see {@link listCell}. */
export function cellList(cell: string): string[] {
  const values: string[] = []
  for (const [, value = ''] of cell.matchAll(/((?:\\.|[^;\\]|\\$)*)(?:;|$)/gsu)) {
    const text = value.replaceAll(/\\([\\;])/g, '$1').trim()
    if (text !== '') values.push(text)
  }
  return [...new Set(values)]
}

/** What cells of a row said when they were exported, by the name of their column, without saying it. */
export type CellPrints = ReadonlyMap<string, string>

/** A short print of a text, the same for the same. */
export function printOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}

/** Prints of cells as one cell. @param cells by the name of their column, which has no spaces and no `=` */
export function printsCell(cells: ReadonlyMap<string, string>): string {
  return [...cells].map(([name, text]) => `${name}=${printOf(text)}`).join(' ')
}

/** Reads {@link printsCell}; what is none is left out. */
export function cellPrints(cell: string): CellPrints {
  const found = cell.matchAll(/(\S+?)=([0-9a-f]{12})(?=\s|$)/g)
  return new Map([...found].map(([, name = '', print = '']) => [name, print]))
}
