import type { BlockTypes, Drawing } from '../../runtime/block/index.js'
import type { DrawsTogether, PublishedBlock } from '../../runtime/unit/index.js'

/** The banks and references of a unit that draw together with others, in their order. */
export function* drawsIn(block: PublishedBlock, types: BlockTypes): Iterable<DrawsTogether> {
  const { group, sameAs } = drawingOf(block, types) ?? {}
  // Who shows what another bank shows takes nothing of a group for itself.
  if (sameAs) yield { usage: block.key, sameAs }
  else if (group) yield { usage: block.key, group }
  for (const child of block.children) yield* drawsIn(child, types)
}

/** Whether a block draws together with others. */
export function drawsWithOthers(block: PublishedBlock, types: BlockTypes): boolean {
  const { group, sameAs } = drawingOf(block, types) ?? {}
  return Boolean(group) || Boolean(sameAs)
}

/** How a block draws; undefined of a type that says nothing of it, and where its settings cannot be read. */
export function drawingOf(block: PublishedBlock, types: BlockTypes): Drawing | undefined {
  const type = types.get(block.type)
  const { draws } = type?.capabilities ?? {}
  if (!type || !draws || block.failure) return undefined
  const { key: usage, definition, content, settings } = block
  const fields = { ...content, ...settings }
  try {
    return draws(type.sharedFields({ usage, type: block.type, definition, fields }))
  } catch {
    return undefined
  }
}
