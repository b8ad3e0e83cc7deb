import { bankPool, withUsages } from '../../compositor/index.js'
import type { ComposedBlock, ComposedUnit } from '../../runtime/index.js'
import type { Courseware } from '../courseware.js'

/** A block of a unit, or of what its banks may draw, composed for it; undefined where there is none, or it is one no longer. */
export async function reportedBlock(
  { compositor: { members } }: Courseware,
  unit: ComposedUnit,
  key: string,
): Promise<ComposedBlock | undefined> {
  const keys = withUsages(key)
  const waiting: ComposedBlock[] = [unit.root]
  for (let block = waiting.pop(); block; block = waiting.pop()) {
    if (block.key === key) return block
    waiting.push(...block.children)
    if (!block.pool) continue
    const pool = bankPool(block)
    const member = keys.map((one) => pool.memberHolding(one)).find((one) => one !== undefined)
    if (member === undefined) continue
    for (const drawn of await members.composed(unit, [{ bank: block, key: member }])) waiting.push(...drawn)
  }
  return undefined
}

/** The name of a block as people know it; its type where it has none. */
export function titleOf({ fields, type }: Pick<ComposedBlock, 'fields' | 'type'>): string {
  const { display_name: title } = fields
  return typeof title === 'string' && title.trim() !== '' ? title : type
}
