import type { StoreCounts } from '../store-counts.js'
import type { PostgresDatabase, Statement } from './postgres-database.js'
import { serverTime } from './postgres-schema.js'

/** Rows that are listed at a time. */
export const listed = 1000

/** Rows of a table by their names. Names that there cannot be are asked of no server. */
export class NamedRows {
  constructor(
    private readonly database: PostgresDatabase,
    private readonly counts: StoreCounts,
    private readonly isName: (name: string) => boolean,
  ) {}

  /** The texts of rows, in the order of their names. @param statement takes the names, and gives `name` and `text` */
  async texts(statement: Statement, names: readonly string[]): Promise<(string | undefined)[]> {
    const possible = names.filter(this.isName)
    if (possible.length === 0) return names.map(() => undefined)
    type Row = { readonly name: string; readonly text: string }
    const rows = await this.database.read<Row>(this.counts, statement, [possible])
    const texts = new Map(rows.map(({ name, text }) => [name, text]))
    return names.map((name) => texts.get(name))
  }

  /** Which of some names there are. @param statement takes the names, and gives `name` */
  async having(statement: Statement, names: readonly string[]): Promise<ReadonlySet<string>> {
    const possible = names.filter(this.isName)
    if (possible.length === 0) return new Set()
    const rows = await this.database.read<{ readonly name: string }>(this.counts, statement, [possible])
    return new Set(rows.map(({ name }) => name))
  }

  /**
   * Rows in the order of their names.
   * @param statement takes `values` and the name that those it gives come behind, and gives {@link listed} at most
   */
  async *list<Row extends object>(
    statement: Statement,
    values: readonly string[],
    nameOf: (row: Row) => string,
  ): AsyncGenerator<Row> {
    let after = ''
    for (;;) {
      const rows = await this.database.read<Row>(this.counts, statement, [...values, after])
      yield* rows
      const last = rows.at(-1)
      if (last === undefined || rows.length < listed) return
      after = nameOf(last)
    }
  }

  /** Removes rows that were put before a time. @param statement takes the names and the time, and gives `count` @returns how many there were */
  async remove(statement: Statement, names: readonly string[], putBefore: number): Promise<number> {
    const possible = names.filter(this.isName)
    if (possible.length === 0) return 0
    const values = [possible, serverTime(putBefore)]
    const [row] = await this.database.write<{ readonly count: number }>(this.counts, statement, values)
    return row?.count ?? 0
  }
}
