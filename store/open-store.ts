import { CompositorError } from '../runtime/errors/index.js'
import { LmdbStore } from './lmdb/lmdb-store.js'
import { isPostgresAddress, openPostgresStore } from './postgres/index.js'
import type { Store } from './store.js'
import type { StoreOptions } from './store-options.js'

/**
 * Opens a store: a folder, made where there is none, or a database at a `postgres://` address.
 * @throws CompositorError `store-address`, `store-unavailable`, `store-damaged`, `store-secret`; and before anything is written
 * `store-refused`, `store-foreign`, `store-newer`, `store-read-only`
 */
export async function openStore(address: string, options: StoreOptions = {}): Promise<Store> {
  if (isPostgresAddress(address)) return openPostgresStore(address, options)
  if (address.trim() === '' || /^[a-z][a-z0-9+.-]+:\/\//i.test(address)) {
    // A password may stand in it.
    const [scheme = ''] = address.split('://')
    throw new CompositorError(
      'store-address',
      scheme.trim() === ''
        ? 'The address of the store is empty.'
        : `There are no stores at '${scheme}://' addresses.`,
    )
  }
  return LmdbStore.open(address, options)
}
