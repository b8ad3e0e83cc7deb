import { checkCommit, isKey } from '../kept-form.js'
import type { KeyRange, Records, RecordsCommit, RecordsOutcome, StoredText } from '../records.js'
import type { StoreCounts } from '../store-counts.js'
import type { PostgresDatabase, Statement } from './postgres-database.js'

/** Records in a table; each commit is one statement, and so one journey to the server. */
export class PostgresRecords implements Records {
  readonly #read: Statement
  readonly #forward: Statement
  readonly #backward: Statement
  readonly #count: Statement
  readonly #commit: Statement

  constructor(
    private readonly database: PostgresDatabase,
    private readonly counts: StoreCounts,
  ) {
    const own = `"${database.address.schema}"`
    const range = `select key, text from ${own}.records where key >= $1 and key < $2 order by key`
    this.#read = { name: 'records-read', text: `select key, text from ${own}.records where key = any($1)` }
    this.#forward = { name: 'records-forward', text: `${range} limit $3` }
    this.#backward = { name: 'records-backward', text: `${range} desc limit $3` }
    this.#count = {
      name: 'records-count',
      text: `select count(*)::int as count from ${own}.records where key >= $1 and key < $2`,
    }
    this.#commit = {
      name: 'records-commit',
      text: `select ${own}.commit_records($1, $2, $3, $4) as conflict`,
    }
  }

  /** Another host may have written since: what is newest is known by nobody without asking. */
  known(): undefined {
    return undefined
  }

  async read(keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const possible = keys.filter(isKey)
    if (possible.length === 0) return new Map()
    const rows = await this.database.read<StoredText>(this.counts, this.#read, [possible])
    return new Map(rows.map(({ key, text }) => [key, text]))
  }

  async range({ from, to, limit, isBackward = false }: KeyRange): Promise<readonly StoredText[]> {
    const statement = isBackward ? this.#backward : this.#forward
    return this.database.read<StoredText>(this.counts, statement, [from, to, limit ?? null])
  }

  async count({ from, to }: Pick<KeyRange, 'from' | 'to'>): Promise<number> {
    const [row] = await this.database.read<{ count: number }>(this.counts, this.#count, [from, to])
    return row?.count ?? 0
  }

  async commit(commit: RecordsCommit): Promise<RecordsOutcome> {
    checkCommit(commit)
    const { expected, writes } = commit
    if (expected.size === 0 && writes.size === 0) return { committed: true }
    const columns = [expected, writes].flatMap((map) => [
      JSON.stringify([...map.keys()]),
      JSON.stringify([...map.values()]),
    ])
    const [row] = await this.database.write<{ conflict: string | null }>(this.counts, this.#commit, columns)
    const conflict = row?.conflict ?? undefined
    return conflict === undefined ? { committed: true } : { committed: false, conflict }
  }
}
