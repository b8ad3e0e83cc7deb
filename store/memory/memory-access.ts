import { CompositorError } from '../../runtime/errors/index.js'
import type { StoreCounts } from '../store-counts.js'

/** How one part of a store in memory is read and written: in turns of their own, as on a disk, until it is closed. */
export class MemoryAccess {
  #isClosed = false
  readonly #underWay = new Set<Promise<unknown>>()

  constructor(private readonly counts: StoreCounts) {}

  async read<T>(read: () => T): Promise<T> {
    return this.now(read)
  }

  /** Reads in this turn. */
  now<T>(read: () => T): T {
    this.#checkOpen()
    return this.counts.read(read)
  }

  async write<T>(write: () => T | Promise<T>): Promise<T> {
    this.#checkOpen()
    this.counts.writes++
    const written = Promise.resolve().then(write)
    this.#underWay.add(written)
    try {
      return await written
    } finally {
      this.#underWay.delete(written)
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.allSettled(this.#underWay)
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new CompositorError('store-unavailable', 'The store in memory is closed.')
  }
}
