import type { BlockTypes } from '../runtime/block/index.js'
import type { ComposedBlock } from '../runtime/unit/index.js'
import { typeOf } from './block-addresses.js'
import { saysNoMore } from './release/release-rules.js'

type Blocks = ReadonlyMap<string, ComposedBlock>

const known = new WeakMap<BlockTypes, WeakMap<ComposedBlock, Blocks | 'not all'>>()

/**
 * The blocks of a unit by usage key, parents before their children, where everybody who may see the unit sees all of them: none of
 * them chooses, and none says of when and to whom it is released what the unit does not say. That is so of most units, and worked
 * out once for each. It holds for learners for whom no date is another one; undefined where it is not so.
 */
export function everybodysBlocks(root: ComposedBlock, types: BlockTypes): Blocks | undefined {
  let ofTypes = known.get(types)
  if (!ofTypes) known.set(types, (ofTypes = new WeakMap()))
  let blocks = ofTypes.get(root)
  if (blocks === undefined) {
    const found = new Map<string, ComposedBlock>()
    blocks = areAll(root, root, types, found) ? found : 'not all'
    ofTypes.set(root, blocks)
  }
  return blocks === 'not all' ? undefined : blocks
}

/** Whether all see a block and what is in it; notes them. */
function areAll(
  block: ComposedBlock,
  root: ComposedBlock,
  types: BlockTypes,
  found: Map<string, ComposedBlock>,
): boolean {
  const { children, failure, key } = block
  if (found.has(key) || (failure && children.length > 0)) return false
  if (typeOf(types, block)?.capabilities.choice) return false
  if (block !== root && !saysNoMore(block, root)) return false
  found.set(key, block)
  return children.every((child) => areAll(child, root, types, found))
}
