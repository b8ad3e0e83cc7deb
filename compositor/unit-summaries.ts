import { setImmediate as nextTurn } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import type { BlockTypes } from '../runtime/block/index.js'
import { CompositorError } from '../runtime/errors/index.js'
import { openPools } from './bank-pools.js'
import type { PlacedUnit } from './placed-units.js'
import type { PublishedContext } from './published-context.js'
import { readSummaries } from './read-summaries.js'
import { summaryOf, type UnitSummary } from './unit-summary.js'
import type { UnitStore } from './unit-store.js'

/** What units count for, in the order asked for. */
export interface Summaries {
  readonly units: readonly UnitSummary[]
  /** Keys of units of which nothing is known: a total goes without them. */
  readonly missing: readonly string[]
}

/** Units that are read at once; others are let in after them. */
const batch = 32
/** Characters of summaries kept in memory, as JSON. */
const keptSize = 16_000_000

/**
 * Says what the units of a course count for, of what their publication says. Nothing is composed for it, so the outline of a
 * large course stands in nobody's way.
 */
export class UnitSummaries {
  readonly #kept = new LRUCache<string, UnitSummary>({ maxSize: keptSize })

  constructor(
    private readonly store: UnitStore,
    private readonly types: BlockTypes,
  ) {}

  /** See {@link Compositor.summaries}. */
  async of(keys: readonly string[], published: PublishedContext): Promise<Summaries> {
    const units: UnitSummary[] = []
    const missing: string[] = []
    for (let start = 0; start < keys.length; start += batch) {
      const asked = keys.slice(start, start + batch)
      const found = await this.#read(asked, published)
      for (const key of asked) {
        const unit = found.get(key)
        // Of a unit that could not be read at all nobody knows what it counts for.
        if (unit && !unit.root.failure) units.push(unit)
        else missing.push(key)
      }
      if (start + batch < keys.length) await nextTurn()
    }
    return { units, missing }
  }

  async #read(
    keys: readonly string[],
    published: PublishedContext,
  ): Promise<ReadonlyMap<string, UnitSummary>> {
    const places = await published.units(keys)
    const found = new Map<string, UnitSummary>()
    const unread: PlacedUnit[] = []
    for (const [key, placed] of places) {
      const kept = this.#kept.get(idOf(placed))
      if (kept) found.set(key, kept)
      else unread.push(placed)
    }
    for (const unit of await this.#summarised(unread, published.publication.context))
      found.set(unit.key, unit)
    return found
  }

  async #summarised(places: readonly PlacedUnit[], context: string): Promise<readonly UnitSummary[]> {
    if (places.length === 0) return []
    try {
      const blocks = await readSummaries(
        this.store,
        places.map(({ entry }) => entry.summary),
      )
      const made: UnitSummary[] = []
      for (const placed of places) {
        const { entry, inherited, policy, version } = placed
        const root = blocks[entry.summary]
        if (!root) continue
        const unit = summaryOf(
          { unit: { key: entry.key, context, root }, inherited, ...(policy && { policy }) },
          blocks,
          version,
          this.types,
        )
        await openPools(unit.root, this.store)
        this.#kept.set(idOf(placed), unit, { size: JSON.stringify(unit).length })
        made.push(unit)
      }
      return made
    } catch (thrown) {
      if (!(thrown instanceof CompositorError) || thrown.code !== 'store-damaged') throw thrown
      // One that is damaged takes no others with it.
      const [first, ...rest] = places
      if (rest.length === 0 || !first) return []
      const apart: (readonly UnitSummary[])[] = []
      for (const placed of places) apart.push(await this.#summarised([placed], context))
      return apart.flat()
    }
  }
}

function idOf({ entry, version }: PlacedUnit): string {
  return `${entry.key} ${version}`
}
