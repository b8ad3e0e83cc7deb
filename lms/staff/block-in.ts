import { bankPool, withUsages } from '../../compositor/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import type { ComposedBlock, ComposedUnit } from '../../runtime/unit/index.js'
import { DrawnBlocks } from '../drawn-blocks.js'
import type { LearnerUnits } from '../learner-units.js'

/**
 * A block of a unit, whether or not a learner sees it: staff may look into what was selected before. A library block that
 * a bank may draw is composed for it.
 * @throws CompositorError `block-not-found`, `compositor-busy`, `store-unavailable`
 */
export async function blockIn(
  { options: { members } }: LearnerUnits,
  unit: ComposedUnit,
  usageKey: string,
): Promise<ComposedBlock> {
  const drawn = new DrawnBlocks(unit, members)
  const keys = withUsages(usageKey)
  const waiting = [unit.root]
  for (let block = waiting.pop(); block; block = waiting.pop()) {
    if (block.key === usageKey) return block
    waiting.push(...block.children)
    if (!block.pool) continue
    const pool = bankPool(block)
    const member = keys.map((key) => pool.memberHolding(key)).find((key) => key !== undefined)
    if (member === undefined) continue
    await drawn.compose([{ bank: block, key: member }])
    waiting.push(...(drawn.of({ bank: block, key: member }) ?? []))
  }
  throw new CompositorError(
    'block-not-found',
    `Unit '${unit.key}' has no block '${usageKey.slice(0, 300)}'.`,
    { usage: usageKey },
  )
}
