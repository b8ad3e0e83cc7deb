import { canonicalJson, contentHash } from '../../runtime/values/index.js'
import type { VersionBlock } from './version-block.js'
import type { VersionView } from './version-view.js'

/** Blocks that are compared at a time. */
const batchSize = 500

/**
 * Whether an import can be a later state of a version: some block below the root stands in both under one usage key
 * with the same content, or with the same value of a setting. Of two sites that made a library of one key each, the
 * libraries share nothing but, perhaps, short ids; those of most blocks come together in one course only, and in one
 * library where its title is the same, too.
 */
export async function sharesHistory(next: VersionView, before: VersionView): Promise<boolean> {
  let count = 0
  let shared = 0
  for await (const batch of batches(next)) {
    const found = await before.blocks(batch.keys())
    for (const [usage, block] of batch) {
      const other = found.get(usage)
      count++
      if (other === undefined) continue
      if (isLike(block, other)) return true
      shared++
    }
  }
  if (count === 0 || (await isEmpty(before))) return true
  const isCalledAlike = next.kind === 'course' || next.title === before.title
  return isCalledAlike && 2 * shared >= count
}

async function* batches(view: VersionView): AsyncIterable<ReadonlyMap<string, VersionBlock>> {
  let batch = new Map<string, VersionBlock>()
  for await (const [usage, block] of view.allBlocks()) {
    if (usage !== view.root) batch.set(usage, block)
    if (batch.size < batchSize) continue
    yield batch
    batch = new Map()
  }
  yield batch
}

async function isEmpty(view: VersionView): Promise<boolean> {
  for await (const [usage] of view.allBlocks()) if (usage !== view.root) return false
  return true
}

function isLike(one: VersionBlock, other: VersionBlock): boolean {
  if (one.definition === other.definition && one.definition !== emptyDefinition(one.type)) return true
  return Object.entries(one.settings).some(([name, value]) => {
    const before = other.settings[name]
    return before !== undefined && canonicalJson(value) === canonicalJson(before)
  })
}

function emptyDefinition(type: string): string {
  return contentHash({ type, content: {} })
}
