import type { ComposedBlock } from '../runtime/unit/index.js'
import type { Json } from '../runtime/values/index.js'

/**
 * A composed block as it crosses threads and is stored: what was prepared of it stands in a text of its own, which is read when somebody
 * shows the block. It is most of a unit, and most of a page is shown without it.
 */
export interface PackedBlock extends Omit<ComposedBlock, 'prepared' | 'children'> {
  /** Its place among the texts of what was prepared. */
  readonly prepared?: number
  readonly children: readonly PackedBlock[]
}

/** @param prepared where texts of what was prepared are added to */
export function packed(block: ComposedBlock, prepared: string[]): PackedBlock {
  const { prepared: value, children, ...rest } = block
  const place = value === undefined ? {} : { prepared: prepared.push(JSON.stringify(value)) - 1 }
  return { ...rest, ...place, children: children.map((child) => packed(child, prepared)) }
}

/** The block again. It is the packed one, changed: what is read of a text is used once. @throws RangeError where a text is not there */
export function unpacked(block: PackedBlock, prepared: readonly string[]): ComposedBlock {
  for (const child of block.children) unpacked(child, prepared)
  if (block.prepared !== undefined) {
    const text = prepared[block.prepared]
    if (text === undefined) throw new RangeError(`Text ${block.prepared} of ${block.key} is not there.`)
    Object.defineProperty(block, 'prepared', whenAsked(text))
  }
  return block
}

function whenAsked(text: string): PropertyDescriptor {
  let left: string | undefined = text
  let value: Json = null
  return {
    enumerable: true,
    configurable: true,
    get() {
      if (left !== undefined) {
        value = JSON.parse(left) as Json
        left = undefined
      }
      return value
    },
  }
}
