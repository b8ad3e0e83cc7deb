import type { BlockType, BlockTypes } from '../runtime/block/index.js'
import { fallbackType } from '../runtime/block/index.js'
import { CompositorError } from '../runtime/errors/index.js'
import type { ComposedBlock, ComposedUnit, CountedBlock } from '../runtime/unit/index.js'

/** A unit as outlines and grade books need it: which blocks it has, what they may be worth, and their settings. */
export interface UnitSummary extends ComposedUnit {
  readonly root: CountedBlock
}

/**
 * What is left of a composed unit when only its standing is asked for: no content but what a bank chooses by, nothing
 * prepared, but each block's largest score.
 * @param onFailure told of a block that cannot say its largest score, and so has 1
 */
export function summaryOf(
  { key, context, version, root }: ComposedUnit,
  types: BlockTypes,
  onFailure?: (error: CompositorError, block: ComposedBlock) => void,
): UnitSummary {
  return { key, context, version, root: countedBlock(root, types, onFailure) }
}

/** See {@link summaryOf}. */
export function countedBlock(
  root: ComposedBlock,
  types: BlockTypes,
  onFailure?: (error: CompositorError, block: ComposedBlock) => void,
): CountedBlock {
  const summarised = ({ prepared, ...block }: ComposedBlock): CountedBlock => {
    const type = types.get(block.type) ?? types.get(fallbackType)
    const children = block.children.map(summarised)
    if (!type) return { ...block, children }
    return {
      ...block,
      ...maxScore(type, { ...block, ...(prepared !== undefined && { prepared }) }),
      fields: settingsOf(type, block),
      children,
    }
  }
  function maxScore(type: BlockType, block: ComposedBlock): { readonly maxScore?: number } {
    if (!type.capabilities.hasScore || block.failure) return {}
    try {
      return { maxScore: maxScoreOf(type, block) }
    } catch (thrown) {
      onFailure?.(CompositorError.from(thrown, 'block-failed', { usage: block.key }), block)
      return { maxScore: 1 }
    }
  }
  return summarised(root)
}

/** Raw points possible before anything was graded. @throws what the type's code throws */
export function maxScoreOf(type: BlockType, block: CountedBlock): number {
  if (block.maxScore !== undefined) return block.maxScore
  const { key: usage, definition, fields, prepared } = block
  const readable = type.sharedFields({ usage, type: block.type, definition, fields })
  return type.capabilities.maxScore?.(readable, prepared) ?? 1
}

/** A bank may choose by anything; of other blocks, content tells nothing of their standing. */
function settingsOf(type: BlockType, { fields }: ComposedBlock): ComposedBlock['fields'] {
  if (type.capabilities.choice) return fields
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => type.fieldByOlxName(name)?.scope.name !== 'content'),
  )
}
