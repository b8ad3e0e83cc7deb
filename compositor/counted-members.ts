import { LRUCache } from 'lru-cache'
import type { BlockTypes } from '../runtime/block/index.js'
import type { ComposedUnit, CountedBlock } from '../runtime/unit/index.js'
import { bankPool, openPools } from './bank-pools.js'
import { drawnMember, memberName, type Drawn, type Members } from './drawn-members.js'
import { readSummaries } from './read-summaries.js'
import { memberSummary } from './unit-summary.js'
import type { UnitStore } from './unit-store.js'

/** Characters of counted members kept in memory, as JSON. */
const keptSize = 8_000_000

/** What members of pools count for, of what their publication says: nothing is composed for it. */
export class CountedMembers implements Members {
  readonly #kept = new LRUCache<string, readonly CountedBlock[]>({ maxSize: keptSize })

  constructor(
    private readonly store: UnitStore,
    private readonly types: BlockTypes,
  ) {}

  known(unit: ComposedUnit, { key }: Drawn): readonly CountedBlock[] | undefined {
    return this.#kept.get(memberName(unit, key))
  }

  async composed(unit: ComposedUnit, drawn: readonly Drawn[]): Promise<readonly (readonly CountedBlock[])[]> {
    const stored = drawn.map(({ bank, key }) => bankPool(bank).memberOf(key, this.store))
    const hashes = (await Promise.all(stored)).map((member) => member?.summary ?? '')
    const blocks = await readSummaries(this.store, hashes)
    const counted: (readonly CountedBlock[])[] = []
    for (const [place, one] of drawn.entries()) {
      const block = blocks[hashes[place] ?? '']
      const made = block ? memberSummary(drawnMember(one), block, blocks, unit.key, this.types) : []
      for (const child of made) await openPools(child, this.store)
      this.#kept.set(memberName(unit, one.key), made, { size: Math.max(1, JSON.stringify(made).length) })
      counted.push(made)
    }
    return counted
  }

  async title({ bank, key }: Drawn): Promise<string> {
    return (await bankPool(bank).memberOf(key, this.store))?.title ?? ''
  }
}
