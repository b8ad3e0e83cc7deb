import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
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

it('finds a file in a folder that a collector had set aside when it was killed, and puts it back with the next list', async () => {
  const address = mkdtempSync(join(tmpdir(), 'set-aside-'))
  await using store = await openStore(address)
  const bytes = Buffer.from('kept')
  const hash = createHash('sha256').update(bytes).digest('hex')
  await store.files.put(hash, bytes)
  const folder = join(address, 'files', hash.slice(0, 2))
  renameSync(join(folder, hash), join(folder, `${hash}.going`))
  expect(await store.files.has(hash)).toBe(true)
  expect(await (await store.files.open(hash))?.bytes()).toEqual(bytes)
  const listed: string[] = []
  for await (const { hash: one } of store.files.list()) listed.push(one)
  expect(new Set(listed)).toEqual(new Set([hash]))
  expect(readdirSync(folder)).toEqual([hash])
  expect(await store.files.remove([hash], Date.now() + 60_000)).toBe(1)
  expect(readdirSync(folder)).toEqual([])
  rmSync(address, { recursive: true })
})
