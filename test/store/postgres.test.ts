import { describe, it } from 'vitest'
import { WorkerPool } from '../../compositor/index.js'
import { describeStore } from '../../plugins/testing/index.js'
import { openStore } from '../../store/index.js'
import { newPostgresStore, onPostgres, hasPostgres } from './postgres-server.js'

/** The built package, where there is one: what another process can load. */
const module = WorkerPool.available() ? new URL('../../dist/store/index.js', import.meta.url) : undefined

describe.runIf(hasPostgres)('over a real server', () => {
  describeStore(
    onPostgres,
    {
      module,
      place: async () => ({ address: await newPostgresStore(), remove: async () => undefined }),
      open: (address) => openStore(address),
    },
    { describe, it },
  )
})
