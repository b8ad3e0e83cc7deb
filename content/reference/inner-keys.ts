import type { BlockTypes } from '../../runtime/block/index.js'
import { ContextualKey, parseSourceBlock, type UsageKey } from '../../runtime/keys/index.js'
import type { PublishedBlock } from '../../runtime/unit/index.js'
import { PublishedBlocks } from '../publish/published-blocks.js'
import { referredIn } from '../publish/gathered-blocks.js'
import { UnitReferences } from '../publish/unit-references.js'
import type { AuthoringStore, VersionView } from '../version/index.js'

/**
 * Usage keys of all library blocks that stand in the place of a reference or in it, what stands inside them and behind their own references
 * included, as composing makes them.
 * @throws CompositorError `store-unavailable`, `store-damaged`
 */
export async function innerKeys(
  store: AuthoringStore,
  types: BlockTypes,
  view: VersionView,
  usage: UsageKey,
): Promise<readonly UsageKey[]> {
  const blocks = new PublishedBlocks(view, types)
  await blocks.load([usage.toString()], true)
  const block = blocks.block(usage.toString())
  if (!block) return []
  const records = new Map<string, PublishedBlock>()
  const references = new UnitReferences(store, types, { block: (hash, one) => records.set(hash, one) })
  const root = await references.resolved({ ...block, children: [] })
  return [...keysBehind(root, usage, records)]
}

/** @param at the usage key that the block has where it stands */
function* keysBehind(
  block: PublishedBlock,
  at: UsageKey,
  records: ReadonlyMap<string, PublishedBlock>,
): Iterable<UsageKey> {
  for (const { record } of referredIn({ ...block, children: [] })) {
    const found = records.get(record)
    if (found) yield* keysOf(found, at, records)
  }
}

/** A library block with all in it. @param by the usage that refers to it */
function* keysOf(
  block: PublishedBlock,
  by: UsageKey,
  records: ReadonlyMap<string, PublishedBlock>,
): Iterable<UsageKey> {
  const key = new ContextualKey({ usage: by, definition: parseSourceBlock(block.key) })
  yield key
  yield* keysBehind(block, key, records)
  for (const child of block.children) yield* keysOf(child, by, records)
}
