import type { PublishedBlock, ReferredBlock } from '../../runtime/unit/index.js'

/** The library blocks that a block and those in it refer to themselves. */
export function* referredIn({ children, referred = [] }: PublishedBlock): Iterable<ReferredBlock> {
  for (const one of referred) if ('record' in one) yield one
  for (const child of children) yield* referredIn(child)
}

/** Of records of library blocks those that a resolved block refers to, directly or through others. */
export function gatheredBlocks(
  root: PublishedBlock,
  records: ReadonlyMap<string, PublishedBlock>,
): Record<string, PublishedBlock> {
  const found: Record<string, PublishedBlock> = {}
  const open = [...referredIn(root)]
  for (let one = open.pop(); one; one = open.pop()) {
    const block = one.record in found ? undefined : records.get(one.record)
    if (!block) continue
    found[one.record] = block
    open.push(...referredIn(block))
  }
  return found
}
