import { LmdbStore } from './lmdb/lmdb-store.js'
import { isPostgresAddress, openPostgresStore } from './postgres/index.js'
import type { Store } from './store.js'
import type { StoreOptions } from './store-options.js'

/**
 * Opens a store: a folder, made where there is none, or a database at a `postgres://` address.
 * @throws CompositorError `store-unavailable`, `store-damaged`, `store-secret`; and of a database `store-address`, `store-refused`,
 * `store-foreign`, `store-newer`, `store-read-only`
 */
export async function openStore(address: string, options: StoreOptions = {}): Promise<Store> {
  return isPostgresAddress(address) ? openPostgresStore(address, options) : LmdbStore.open(address, options)
}
