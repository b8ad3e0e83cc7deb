import { LRUCache } from 'lru-cache'
import type { ComposedUnit } from '../runtime/unit/index.js'
import type { Made } from './composing.js'

/** Milliseconds for which a unit that hung or killed its thread is not tried again. */
const failureMemory = 30_000

/**
 * What was composed, kept in memory under a name that never changes its meaning. What could not be composed is remembered
 * for a while, so that it is not tried with every request.
 */
export class KeptForms {
  readonly #whole: LRUCache<string, ComposedUnit>
  readonly #failed = new LRUCache<string, ComposedUnit>({ max: 1000, ttl: failureMemory })
  readonly #making = new Map<string, Promise<ComposedUnit>>()
  readonly #counts = { hits: 0, misses: 0, joined: 0 }

  /** @param size characters kept, as JSON */
  constructor(size: number) {
    this.#whole = new LRUCache({ maxSize: size })
  }

  get stats() {
    const { size, calculatedSize } = this.#whole
    return { ...this.#counts, units: size, bytes: calculatedSize }
  }

  /** What is kept under a name, without making it. */
  peek(name: string): ComposedUnit | undefined {
    return this.#whole.peek(name)
  }

  /** What is kept, failed or not, as {@link get} gives it. */
  known(name: string): ComposedUnit | undefined {
    const kept = this.#whole.get(name) ?? this.#failed.get(name)
    if (kept) this.#counts.hits++
    return kept
  }

  /** What is kept under a name; else it is made, once for all who ask meanwhile. */
  get(name: string, make: () => Promise<Made>): Promise<ComposedUnit> | ComposedUnit {
    const kept = this.known(name)
    if (kept) return kept
    const underway = this.#making.get(name)
    if (underway) {
      this.#counts.joined++
      return underway
    }
    this.#counts.misses++
    const made = this.#make(name, make).finally(() => this.#making.delete(name))
    this.#making.set(name, made)
    return made
  }

  async #make(name: string, make: () => Promise<Made>): Promise<ComposedUnit> {
    const { unit, size, isWhole } = await make()
    if (isWhole) this.#whole.set(name, unit, { size: Math.max(1, size) })
    else this.#failed.set(name, unit)
    return unit
  }
}
