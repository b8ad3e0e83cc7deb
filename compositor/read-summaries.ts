import type { SummaryBlock } from '../runtime/unit/index.js'
import type { SummaryBlocksByHash } from './unit-summary.js'
import type { UnitStore } from './unit-store.js'

/**
 * Summaries by their hashes, with those of all library blocks that they refer to, directly or through others.
 * @throws CompositorError `store-unavailable`, `store-damaged`
 */
export async function readSummaries(
  store: UnitStore,
  hashes: readonly string[],
): Promise<SummaryBlocksByHash> {
  const found: Record<string, SummaryBlock> = {}
  for (let open = [...new Set(hashes)]; open.length > 0;) {
    const next = new Set<string>()
    for (const [hash, block] of await store.summaries(open)) {
      found[hash] = block
      for (const one of referredBy(block)) if (!(one in found)) next.add(one)
    }
    open = [...next]
  }
  return found
}

function* referredBy({ referred = [], children }: SummaryBlock): Iterable<string> {
  for (const one of referred) if ('summary' in one) yield one.summary
  for (const child of children) yield* referredBy(child)
}
