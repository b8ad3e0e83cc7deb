import type { BlockTypes } from '../block/block-types.js'
import type { BlockReference } from '../block/references.js'
import type { PublishedBlock } from '../unit/published-unit.js'
import { isJsonObject, type JsonObject } from '../values/json.js'

/** What the author says of one block wins over what is said of all; undefined for nothing. */
export function overridesOf(
  { overrides, overridesByBlock }: BlockReference,
  key: string,
): JsonObject | undefined {
  const own = overridesByBlock && Object.hasOwn(overridesByBlock, key) ? overridesByBlock[key] : undefined
  const all = isJsonObject(own) ? { ...overrides, ...own } : overrides
  return Object.keys(all).length > 0 ? all : undefined
}

/** A block as it is with what overrides it, to be looked at on its own. */
export function overridden(
  block: PublishedBlock,
  overrides: JsonObject | undefined,
  types: BlockTypes,
): PublishedBlock {
  if (!overrides) return block
  const type = types.get(block.type)
  const of = (scope: string) =>
    Object.fromEntries(
      Object.entries(overrides).filter(([name]) => type?.fieldByOlxName(name)?.scope.name === scope),
    )
  return {
    ...block,
    content: { ...block.content, ...of('content') },
    settings: { ...block.settings, ...of('settings') },
  }
}
