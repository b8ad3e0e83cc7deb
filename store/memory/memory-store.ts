import { MemoryIndex } from '../search/index.js'
import { headSecret } from '../secret.js'
import { StoreCounts } from '../store-counts.js'
import type { StoreOptions } from '../store-options.js'
import type { Store } from '../store.js'
import { MemoryAccess } from './memory-access.js'
import { MemoryBlobs } from './memory-blobs.js'
import { MemoryFiles } from './memory-files.js'
import { MemoryHeads } from './memory-heads.js'
import { MemoryPlace } from './memory-place.js'
import { MemoryRecords } from './memory-records.js'

/** A store that forgets everything when the process ends: for tests, and for trying things out. */
class MemoryStore implements Store {
  readonly address = 'memory:'
  readonly counts = { content: new StoreCounts(), files: new StoreCounts(), learners: new StoreCounts() }
  readonly blobs: MemoryBlobs
  readonly heads: MemoryHeads
  readonly records: MemoryRecords
  readonly files: MemoryFiles
  readonly search = new MemoryIndex()
  readonly #accesses: readonly { close(): Promise<void> }[]

  constructor(
    place: MemoryPlace,
    private readonly options: StoreOptions,
  ) {
    const { now = Date.now } = options
    const content = new MemoryAccess(this.counts.content)
    const files = new MemoryAccess(this.counts.files)
    this.blobs = new MemoryBlobs(place, content, now)
    this.heads = new MemoryHeads(place, content)
    this.records = new MemoryRecords(place, this.counts.learners)
    this.files = new MemoryFiles(place, files, now)
    this.#accesses = [content, files, this.records]
  }

  secret(): Promise<string> {
    return headSecret(this.heads, this.options.secret)
  }

  async close(): Promise<void> {
    this.heads.close()
    await Promise.all(this.#accesses.map((access) => access.close()))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

/** Opens a store in memory. @param place what it holds; a new one where it is left out */
export function memoryStore(place: MemoryPlace = new MemoryPlace(), options: StoreOptions = {}): Store {
  return new MemoryStore(place, options)
}
