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
import { openTables } from './postgres-tables.js'

/**
 * Opens a store that several hosts share, in a schema of its own of a PostgreSQL database; its tables are made the first time.
 * @param address `postgres://USER:PASSWORD@HOST:PORT/DATABASE?schema=NAME`; what it leaves out is taken from the variables that
 * PostgreSQL's own programs read (`PGPASSWORD`, ...). A pooler between must leave each connection to one client (`LISTEN`).
 * @throws CompositorError `store-address`, `store-unavailable`, `store-refused`, `store-foreign`, `store-newer`, `store-read-only`,
 * each before anything is written
 */
export async function openPostgresStore(address: string, options: PostgresOptions = {}): Promise<Store> {
  const read = postgresAddress(address, options.schema)
  const connection = connectionOf(read, options)
  await openTables(read, connection)
  const listener = new HeadsListener(read, connection)
  await listener.open()
  const database = new PostgresDatabase(read, options)
  const counts = { content: new StoreCounts(), files: new StoreCounts(), learners: new StoreCounts() }
  let closed: Promise<void> | undefined
  const close = () => (closed ??= Promise.all([listener.close(), database.close()]).then(() => undefined))
  const heads = new PostgresHeads(database, counts.content, listener.copy)
  return {
    address: read.shown,
    blobs: new PostgresBlobs(database, counts.content),
    files: new PostgresFiles(database, counts.files),
    heads,
    records: new PostgresRecords(database, counts.learners),
    counts,
    secret: () => headSecret(heads),
    close,
    [Symbol.asyncDispose]: close,
  }
}
