import { setImmediate as nextTurn } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import type { BlockTypes } from '../runtime/block/index.js'
import { CompositorError } from '../runtime/errors/index.js'
import type { ComposedBlock, ComposedUnit } from '../runtime/unit/index.js'
import type { PlacedUnit, PublishedContext } from './published-context.js'
import type { Lanes } from './lanes.js'
import { withinTime } from './within-time.js'
import { summaryOf, type UnitSummary } from './unit-summary.js'
import type { UnitStore } from './unit-store.js'

/** What units count for, in the order asked for. */
export interface Summaries {
  readonly units: readonly UnitSummary[]
  /** Keys of units that are not known yet, or could not be composed: a total goes without them. */
  readonly missing: readonly string[]
}

/** What summaries are made from. */
export interface UnitSummariesOptions {
  readonly store: UnitStore
  readonly types: BlockTypes
  /** Names the code that composes: a summary in the store is good only for who made it. Undefined keeps none there. */
  readonly composedBy: string | undefined
  /** A unit that is composed already, by its key and its record's hash. */
  readonly kept: (key: string, record: string) => ComposedUnit | undefined
  /** Composes a record, after everything that somebody waits for. */
  readonly compose: (
    record: string,
    version: string,
  ) => Promise<{ readonly unit: ComposedUnit; readonly isWhole: boolean }>
  /** Opens what the banks of a summary draw from. */
  readonly opened: (unit: UnitSummary) => Promise<void>
  /** Units composed at once, whoever asks. */
  readonly lanes: Lanes
  readonly onFailure?: ((error: CompositorError, block: ComposedBlock) => void) | undefined
}

/** Units that one request asks for at once. */
const batch = 32
/** Characters of summaries kept in memory, as JSON. */
const keptSize = 16_000_000
/** Milliseconds for which a unit is not tried again of which something hung or killed its thread. */
const failureMemory = 30_000

/**
 * Says what the units of a course count for. A unit is composed for it once, however many ask, a few at a time, and
 * what is found out stays in the store beside the unit's record; so the outline of a large course neither fills the
 * queue of those who want to see a unit nor their cache.
 */
export class UnitSummaries {
  readonly #kept = new LRUCache<string, UnitSummary>({ maxSize: keptSize })
  readonly #partial = new LRUCache<string, UnitSummary>({ maxSize: keptSize / 4, ttl: failureMemory })
  readonly #making = new Map<string, Promise<UnitSummary | undefined>>()
  readonly #writing = new Set<Promise<void>>()
  #counted = 0
  #closed = false

  constructor(private readonly options: UnitSummariesOptions) {}

  get stats(): { readonly counted: number; readonly counting: number } {
    return { counted: this.#counted, counting: this.options.lanes.running }
  }

  /** See {@link Compositor.summaries}. */
  async of(keys: readonly string[], published: PublishedContext, patience: number): Promise<Summaries> {
    const until = performance.now() + patience
    const units: UnitSummary[] = []
    const missing: string[] = []
    for (let start = 0; start < keys.length; start += batch) {
      const asked = keys.slice(start, start + batch)
      const places = await published.units(asked)
      const found = await Promise.all(asked.map((key) => this.#within(until, key, places.get(key))))
      for (const [place, unit] of found.entries()) {
        if (unit) units.push(unit)
        else missing.push(asked[place] ?? '')
      }
      if (start + batch < keys.length) await nextTurn()
    }
    return { units, missing }
  }

  /** Lets what is being composed end; nothing new is begun. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.allSettled(this.#making.values())
    await Promise.all(this.#writing)
  }

  async #within(
    until: number,
    key: string,
    placed: PlacedUnit | undefined,
  ): Promise<UnitSummary | undefined> {
    if (placed === undefined) return undefined
    const id = `${key} ${placed.version}`
    const kept = this.#kept.get(id)
    if (kept) return kept
    const partial = this.#partial.get(id)
    if (partial) return known(partial)
    let made = this.#making.get(id)
    if (!made) {
      made = this.#make(id, key, placed).finally(() => this.#making.delete(id))
      this.#making.set(id, made)
    }
    return withinTime(until, made)
  }

  async #make(id: string, key: string, placed: PlacedUnit): Promise<UnitSummary | undefined> {
    const { entry, inherited, version: record } = placed
    const stored = await this.#stored(key, record)
    if (stored) return this.#keep(id, stored)
    const composed = this.options.kept(key, record)
    if (composed) return this.#summarise(id, record, composed)
    return this.options.lanes.run(async () => {
      try {
        if (this.#closed) return undefined
        const text = await this.options.store.gathered(entry.record, inherited)
        const { unit, isWhole } = await this.options.compose(text, record)
        this.#counted++
        if (isWhole) return await this.#summarise(id, record, unit)
        const part = summaryOf(unit, this.options.types, this.options.onFailure)
        await this.options.opened(part)
        this.#partial.set(id, part, { size: sizeOf(part) })
        return known(part)
      } catch (thrown) {
        if (thrown instanceof CompositorError && thrown.code === 'compositor-busy') return undefined
        throw thrown
      }
    })
  }

  async #stored(key: string, record: string): Promise<UnitSummary | undefined> {
    const { store, composedBy } = this.options
    if (composedBy === undefined) return undefined
    const text = await store.summary(record)
    if (text === undefined) return undefined
    const { by, unit } = JSON.parse(text) as { readonly by: string; readonly unit: UnitSummary }
    return by === composedBy && unit.key === key ? unit : undefined
  }

  async #summarise(id: string, record: string, composed: ComposedUnit): Promise<UnitSummary> {
    const { store, types, composedBy, onFailure } = this.options
    const unit = summaryOf(composed, types, onFailure)
    if (composedBy !== undefined) {
      // It is kept to be found sooner: a store that is full, or away, costs the time to work it out again.
      const written = store
        .keepSummary(record, JSON.stringify({ by: composedBy, unit }))
        .catch(() => undefined)
        .then(() => void this.#writing.delete(written))
      this.#writing.add(written)
    }
    return this.#keep(id, unit)
  }

  async #keep(id: string, unit: UnitSummary): Promise<UnitSummary> {
    await this.options.opened(unit)
    this.#kept.set(id, unit, { size: sizeOf(unit) })
    return unit
  }
}

/** A summary that says something: of a unit that could not be composed at all nobody knows what it counts for. */
function known(unit: UnitSummary): UnitSummary | undefined {
  return unit.root.failure ? undefined : unit
}

function sizeOf(unit: UnitSummary): number {
  return JSON.stringify(unit).length
}
