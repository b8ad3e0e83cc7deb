import type { HeadChange, Heads } from '../heads.js'
import { byBytes, checkChanges, isName } from '../kept-form.js'
import type { StoreCounts } from '../store-counts.js'
import type { HeadsCopy } from './heads-copy.js'
import { NamedRows } from './named-rows.js'
import type { PostgresDatabase, Statement } from './postgres-database.js'

/** Heads in a table, with a copy of all of them that notices keep new. */
export class PostgresHeads implements Heads {
  readonly #rows: NamedRows
  readonly #texts: Statement
  readonly #names: Statement
  readonly #change: Statement

  /** @param copy what this process knows of them, kept new by somebody else */
  constructor(
    private readonly database: PostgresDatabase,
    private readonly counts: StoreCounts,
    private readonly copy: HeadsCopy,
  ) {
    this.#rows = new NamedRows(database, counts, isName)
    const own = `"${database.address.schema}"`
    this.#texts = {
      name: 'heads-texts',
      text: `select name, text from ${own}.heads where name = any($1) and text is not null`,
    }
    this.#names = {
      name: 'heads-names',
      text: `select name from ${own}.heads where name >= $1 and starts_with(name, $1) and text is not null`,
    }
    this.#change = {
      name: 'heads-change',
      text: `select ${own}.change_heads($1, $2, $3)::float8 as changed`,
    }
  }

  texts(names: readonly string[]): Promise<(string | undefined)[]> {
    return this.#rows.texts(this.#texts, names)
  }

  known(name: string): { readonly text: string | undefined } | undefined {
    return this.copy.known(name)
  }

  async change(changes: readonly HeadChange[]): Promise<boolean> {
    checkChanges(changes)
    if (changes.length === 0) return true
    const [row] = await this.database.write<{ changed: number | null }>(this.counts, this.#change, [
      JSON.stringify(changes.map(({ name }) => name)),
      JSON.stringify(changes.map(({ before }) => before)),
      JSON.stringify(changes.map(({ after }) => after)),
    ])
    const changed = row?.changed ?? undefined
    if (changed === undefined) return false
    this.copy.take(changes.map(({ name, after }) => ({ name, text: after ?? null, changed })))
    return true
  }

  async names(prefix: string): Promise<readonly string[]> {
    const rows = await this.database.read<{ name: string }>(this.counts, this.#names, [prefix])
    return rows.map(({ name }) => name).sort(byBytes)
  }

  watch(listener: (name: string | undefined) => void): Disposable {
    return this.copy.listeners.add(listener)
  }
}
