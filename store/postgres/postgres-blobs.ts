import { blobGroups } from '../blob-groups.js'
import type { Blob, BlobInfo, Blobs } from '../blobs.js'
import { checkBlobs, isName } from '../kept-form.js'
import type { StoreCounts } from '../store-counts.js'
import { listed, NamedRows } from './named-rows.js'
import type { PostgresDatabase, Statement } from './postgres-database.js'
import { columns, timeOr } from './postgres-schema.js'

/** Blobs that one statement puts at most. */
const mostBlobs = 2000
/** Comes behind every name that begins so. */
const last = '\u{10ffff}'

/** Texts in a table, by name. All statements touch rows in the order of their names, so that none waits for another in a circle. */
export class PostgresBlobs implements Blobs {
  readonly #rows: NamedRows
  readonly #texts: Statement
  readonly #having: Statement
  readonly #put: Statement
  readonly #list: Statement
  readonly #remove: Statement

  constructor(
    private readonly database: PostgresDatabase,
    private readonly counts: StoreCounts,
  ) {
    this.#rows = new NamedRows(database, counts, isName)
    const own = `"${database.address.schema}"`
    this.#texts = { name: 'blobs-texts', text: `select name, text from ${own}.blobs where name = any($1)` }
    this.#having = { name: 'blobs-having', text: `select name from ${own}.blobs where name = any($1)` }
    // A row that was inserted has no transaction that updated it.
    this.#put = {
      name: 'blobs-put',
      text: `with put as (
          insert into ${own}.blobs as b (name, text, put_at)
          select given.name, given.text, ${timeOr('$3')} from ${columns('$1::json', '$2::json')} as given(name, text)
          on conflict (name) do update set put_at = excluded.put_at returning xmax = 0 as is_new
        ) select count(*) filter (where is_new)::int as count from put`,
    }
    this.#list = {
      name: 'blobs-list',
      text: `select name, octet_length(text) as size, put_at::float8 as "putAt" from ${own}.blobs
        where name >= $1 and name < $2 and name > $3 order by name limit ${listed}`,
    }
    this.#remove = {
      name: 'blobs-remove',
      text: `with old as materialized (
          select name from ${own}.blobs where name = any($1) and put_at < $2 order by name for update
        ), gone as (
          delete from ${own}.blobs b using old where b.name = old.name returning 1
        ) select count(*)::int as count from gone`,
    }
  }

  texts(names: readonly string[]): Promise<(string | undefined)[]> {
    return this.#rows.texts(this.#texts, names)
  }

  having(names: readonly string[]): Promise<ReadonlySet<string>> {
    return this.#rows.having(this.#having, names)
  }

  async put(blobs: readonly Blob[]): Promise<number> {
    checkBlobs(blobs)
    const sorted = [...new Map(blobs.map((blob) => [blob.name, blob])).values()].sort((one, other) =>
      one.name < other.name ? -1 : 1,
    )
    let count = 0
    for (const batch of blobGroups(sorted, mostBlobs)) {
      const [row] = await this.database.write<{ count: number }>(this.counts, this.#put, [
        JSON.stringify(batch.map(({ name }) => name)),
        JSON.stringify(batch.map(({ text }) => text)),
        this.database.now(),
      ])
      count += row?.count ?? 0
    }
    return count
  }

  list(prefix: string): AsyncIterable<BlobInfo> {
    return this.#rows.list<BlobInfo>(this.#list, [prefix, prefix + last], ({ name }) => name)
  }

  remove(names: readonly string[], putBefore: number): Promise<number> {
    return this.#rows.remove(this.#remove, names, putBefore)
  }
}
