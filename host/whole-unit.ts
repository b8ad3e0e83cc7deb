import { bankPool, type Members } from '../compositor/index.js'
import type { ComposedBlock, ComposedUnit } from '../runtime/index.js'

/** A composed block in which what a bank may draw stands among its children. */
export interface WholeBlock extends Omit<ComposedBlock, 'children' | 'pool'> {
  readonly children: readonly WholeBlock[]
  /** How many members the bank has besides; absent where all are there. */
  readonly more?: number
}

/** Members of banks that are shown of one unit. */
export const mostMembers = 1000

/** Members that are asked for at a time. */
const together = 100

/**
 * The blocks of a unit with all that its banks may draw, for who looks at the unit and not at what a learner has of it.
 * @param most how many members of banks are composed
 * @throws CompositorError `compositor-busy`, `store-unavailable`, `store-damaged`
 */
export async function wholeUnit(
  unit: ComposedUnit,
  drawing: Members,
  most = mostMembers,
): Promise<WholeBlock> {
  let room = most
  const whole = async (bank: ComposedBlock): Promise<WholeBlock> => {
    const { children: own, pool, ...block } = bank
    const children: WholeBlock[] = []
    const add = async (blocks: readonly ComposedBlock[]) => {
      for (const child of blocks) children.push(await whole(child))
    }
    await add(own)
    if (!pool) return { ...block, children }
    const members = bankPool(bank)
    let place = own.length
    while (place < members.size && room > 0) {
      const count = Math.min(together, members.size - place, room)
      const drawn = Array.from({ length: count }, (_, index) => ({
        bank,
        key: members.keyAt(place + index) ?? '',
      }))
      room -= count
      place += count
      for (const composed of await drawing.composed(unit, drawn)) await add(composed)
    }
    const more = members.size - place
    return { ...block, children, ...(more > 0 && { more }) }
  }
  return whole(unit.root)
}
