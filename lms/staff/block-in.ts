import { CompositorError } from '../../runtime/errors/index.js'
import type { ComposedBlock, ComposedUnit } from '../../runtime/unit/index.js'

/**
 * A block of a unit, whether or not a learner sees it: staff may look into what was selected before.
 * @throws CompositorError `block-not-found`
 */
export function blockIn(unit: ComposedUnit, usageKey: string): ComposedBlock {
  const waiting = [unit.root]
  for (let block = waiting.pop(); block; block = waiting.pop()) {
    if (block.key === usageKey) return block
    waiting.push(...block.children)
  }
  throw new CompositorError(
    'block-not-found',
    `Unit '${unit.key}' has no block '${usageKey.slice(0, 300)}'.`,
    { usage: usageKey },
  )
}
