import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { WorkerPool } from '../../compositor/index.js'
import { MemoryPlace, memoryStore, openStore } from '../../store/index.js'
import { describeStore } from '../../plugins/testing/index.js'

/** The built package, where there is one: what another process can load. */
const module = WorkerPool.available() ? new URL('../../dist/store/index.js', import.meta.url) : undefined

describeStore(
  'lmdb',
  {
    module,
    place: async () => {
      const address = mkdtempSync(join(tmpdir(), 'lmdb-store-'))
      return { address, remove: async () => rmSync(address, { recursive: true }) }
    },
    open: (address) => openStore(address),
  },
  { describe, it },
)

const places = new Map<string, MemoryPlace>()

describeStore(
  'memory',
  {
    place: async () => {
      const address = `memory:${places.size}`
      places.set(address, new MemoryPlace())
      return { address, remove: async () => void places.delete(address) }
    },
    open: async (address) => memoryStore(places.get(address)),
  },
  { describe, it },
)
