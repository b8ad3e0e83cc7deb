import { headSecret } from '../secret.js'
import type { Store } from '../store.js'
import { StoreCounts } from '../store-counts.js'
import { HeadsListener } from './heads-listener.js'
import { postgresAddress } from './postgres-address.js'
import { PostgresBlobs } from './postgres-blobs.js'
import { connectionOf, PostgresDatabase } from './postgres-database.js'
import { PostgresFiles } from './postgres-files.js'
import { PostgresHeads } from './postgres-heads.js'
import type { PostgresOptions } from './postgres-options.js'
import { PostgresRecords } from './postgres-records.js'
import { PostgresSearch } from './postgres-search.js'
import { openTables } from './postgres-tables.js'

/** A store in one schema of a PostgreSQL database. */
export class PostgresStore implements Store {
  readonly counts = { content: new StoreCounts(), files: new StoreCounts(), learners: new StoreCounts() }
  readonly blobs: PostgresBlobs
  readonly files: PostgresFiles
  readonly heads: PostgresHeads
  readonly records: PostgresRecords
  readonly search: PostgresSearch
  #closed: Promise<unknown> | undefined

  private constructor(
    readonly address: string,
    private readonly database: PostgresDatabase,
    private readonly listener: HeadsListener,
    private readonly firstSecret: string | undefined,
  ) {
    const { content, files, learners } = this.counts
    this.blobs = new PostgresBlobs(database, content)
    this.files = new PostgresFiles(database, files)
    this.heads = new PostgresHeads(database, content, listener.copy)
    this.records = new PostgresRecords(database, learners)
    this.search = new PostgresSearch(database, content)
  }

  /** See {@link openPostgresStore}. */
  static async open(address: string, options: PostgresOptions): Promise<PostgresStore> {
    const read = postgresAddress(address, options.schema)
    const connection = connectionOf(read, options)
    await openTables(read, connection)
    const listener = new HeadsListener(read, connection)
    await listener.open()
    return new PostgresStore(read.shown, new PostgresDatabase(read, options), listener, options.secret)
  }

  secret(): Promise<string> {
    return headSecret(this.heads, this.firstSecret)
  }

  async close(): Promise<void> {
    await (this.#closed ??= Promise.all([this.listener.close(), this.database.close()]))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
