import type { BlockTypes } from '../block/block-types.js'
import type { BlockReference } from '../block/references.js'
import type { PublishedBlock } from '../unit/published-unit.js'
import type { JsonObject } from '../values/json.js'
import type { SummaryBlocks } from './summary-block.js'

/** What a block's own fields refer to; undefined of a type that refers to nothing, or has its blocks inside instead. @throws what its type does */
export function ownReferences(
  block: PublishedBlock,
  overrides: JsonObject | undefined,
  summaries: SummaryBlocks,
  types: BlockTypes,
): readonly BlockReference[] | undefined {
  const type = types.get(block.type)
  const { references, referenceFields } = type?.capabilities ?? {}
  if (!type || !references || block.failure) return undefined
  if (referenceFields?.childrenInstead && block.children.length > 0) return undefined
  const { key: usage, definition } = block
  const fields = summaries.fieldsOf(block, overrides)
  return references(type.sharedFields({ usage, type: block.type, definition, fields }))
}
