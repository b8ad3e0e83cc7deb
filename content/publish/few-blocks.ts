import type { BlockTypes } from '../../runtime/block/index.js'
import type { Finding } from '../../runtime/errors/index.js'
import type { PublishedBlock } from '../../runtime/unit/index.js'

/**
 * References that are to give learners more blocks than there are, or none, in a resolved block.
 * @param sizeOf how many blocks a pool has, by its hash
 */
export function* fewBlocksIn(
  block: PublishedBlock,
  types: BlockTypes,
  sizeOf: (pool: string) => number,
): Iterable<Finding> {
  for (const child of block.children) yield* fewBlocksIn(child, types, sizeOf)
  const { key: usage, definition, content, settings, referred = [], pool, children } = block
  const type = types.get(block.type)
  const { choice, references } = type?.capabilities ?? {}
  const brought = referred.filter((one) => 'record' in one).length + (pool === undefined ? 0 : sizeOf(pool))
  if (!type || !references || !choice?.maxCount || block.failure || brought === 0) return
  let count: unknown
  try {
    const fields = { ...content, ...settings }
    count = choice.maxCount(type.sharedFields({ usage, type: block.type, definition, fields }))
  } catch {
    // What is wrong with it is said where it is composed.
    return
  }
  const size = brought + children.length
  if (typeof count !== 'number' || (count <= size && count !== 0)) return
  const message = `${usage} is to show ${count} blocks, and draws from ${size}.`
  yield { level: 'warning', code: 'reference-few', usage, message }
}
