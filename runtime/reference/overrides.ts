import type { BlockTypes } from '../block/block-types.js'
import type { BlockReference } from '../block/references.js'
import type { InnerOverrides } from '../unit/inner-overrides.js'
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

/**
 * What a reference says of blocks inside one that it refers to; undefined for nothing.
 * @param inside usage keys of those blocks; undefined where the block refers to others itself, so that they are not known yet
 */
export function innerOverrides(
  { overrides, overridesByBlock = {} }: BlockReference,
  key: string,
  inside: readonly string[] | undefined,
): InnerOverrides | undefined {
  if (inside?.length === 0) return undefined
  const single: Record<string, JsonObject> = {}
  for (const block of inside ?? Object.keys(overridesByBlock)) {
    const said = Object.hasOwn(overridesByBlock, block) ? overridesByBlock[block] : undefined
    if (block !== key && isJsonObject(said)) single[block] = said
  }
  const isSaid = Object.keys(single).length > 0
  if (!isSaid && Object.keys(overrides).length === 0) return undefined
  return { ...(Object.keys(overrides).length > 0 && { all: overrides }), ...(isSaid && { single }) }
}

/** A block as it is with what overrides it, and those in it, to be looked at on its own. */
export function overridden(
  block: PublishedBlock,
  types: BlockTypes,
  overridesFor: (block: PublishedBlock) => JsonObject | undefined,
): PublishedBlock {
  const children = block.children.map((child) => overridden(child, types, overridesFor))
  const overrides = overridesFor(block)
  if (!overrides) return { ...block, children }
  const type = types.get(block.type)
  const of = (scope: string) =>
    Object.fromEntries(
      Object.entries(overrides).filter(([name]) => type?.fieldByOlxName(name)?.scope.name === scope),
    )
  return {
    ...block,
    children,
    content: { ...block.content, ...of('content') },
    settings: { ...block.settings, ...of('settings') },
  }
}
