import type { Store } from '../store.js'
import type { PostgresOptions } from './postgres-options.js'

export { LocalPostgres, postgresPrograms, type LocalPostgresOptions } from './local-postgres.js'
export { isPostgresAddress } from './postgres-address.js'
export type { PostgresOptions } from './postgres-options.js'

/**
 * Opens a store that several hosts share, in a schema of its own of a PostgreSQL database; its tables are made the first time.
 * @param address `postgres://USER:PASSWORD@HOST:PORT/DATABASE?schema=NAME`; what it leaves out is taken from the variables that
 * PostgreSQL's own programs read (`PGPASSWORD`, ...). A pooler between must leave each connection to one client (`LISTEN`).
 * @throws CompositorError `store-address`, `store-unavailable`, `store-refused`, `store-foreign`, `store-newer`, `store-read-only`,
 * each before anything is written
 */
export async function openPostgresStore(address: string, options: PostgresOptions = {}): Promise<Store> {
  // The driver is loaded where it is used: who keeps a folder waits for none.
  const { PostgresStore } = await import('./postgres-store.js')
  return PostgresStore.open(address, options)
}
