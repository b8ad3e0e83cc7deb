import { CompositorError } from '../../runtime/errors/index.js'
import { csvRows } from '../taxonomy/index.js'
import { unguarded } from './cell-text.js'
import { tagColumnPrefix } from './tag-column.js'

/** The columns of a sheet besides those of tags. */
export const columns = { key: 'key', type: 'type', title: 'title', prints: 'exported' } as const

/** A row of a sheet: its cells by the name of their column. */
export interface SheetRow {
  readonly line: number
  readonly cells: ReadonlyMap<string, string>
}

/** What is read of a sheet. */
export interface Sheet {
  readonly rows: readonly SheetRow[]
  /** Columns of tags, in their order. */
  readonly tagColumns: readonly string[]
  /** Names of columns that say nothing. */
  readonly ignored: readonly string[]
}

const mostRows = 200_000

/** Reads a sheet: CSV whose first line names columns, of which `key` alone has to be there. @throws CompositorError `sheet-invalid` */
export function readSheet(text: string): Sheet {
  const [head, ...rows] = csvRows(text, 'sheet-invalid')
  const names = (head?.cells ?? []).map((cell) => unguarded(cell).trim())
  const known = new Set<string>(Object.values(columns))
  const named = names.map((name) => (known.has(name.toLowerCase()) ? name.toLowerCase() : name))
  if (!named.includes(columns.key))
    throw invalid(`The first line names no column 'key', but ${names.join(', ').slice(0, 200) || 'nothing'}.`)
  const twice = named.find((name, place) => name !== '' && named.indexOf(name) !== place)
  if (twice !== undefined) throw invalid(`The first line names the column '${twice.slice(0, 100)}' twice.`)
  if (rows.length > mostRows)
    throw invalid(`A sheet has at most ${mostRows} rows; this one has ${rows.length}.`)
  const says = (name: string) => known.has(name) || name.startsWith(tagColumnPrefix)
  return {
    rows: rows.flatMap(({ line, cells }) => {
      const entries = named.map((name, place) => [name, unguarded(cells[place] ?? '')] as const)
      return entries.every(([, cell]) => cell.trim() === '') ? [] : [{ line, cells: new Map(entries) }]
    }),
    tagColumns: named.filter((name) => name.startsWith(tagColumnPrefix)),
    ignored: named.filter((name) => name !== '' && !says(name)),
  }
}

function invalid(message: string): CompositorError {
  return new CompositorError('sheet-invalid', message)
}
