import { LmdbStore } from './lmdb/lmdb-store.js'
import type { Store } from './store.js'
import type { StoreOptions } from './store-options.js'

/**
 * Opens a store: a folder, made where there is none, or a database at a `postgres://` address.
 * @throws CompositorError `store-unavailable`, `store-damaged`, `store-secret`
 */
export async function openStore(address: string, options: StoreOptions = {}): Promise<Store> {
  return LmdbStore.open(address, options)
}
