import type { ComposedBlock } from '../runtime/unit/index.js'
import type { Json } from '../runtime/values/index.js'

/**
 * A composed block as it crosses threads and is stored: what was prepared of it is a text of its own, which is read when somebody
 * shows the block. It is most of a unit, and most of a page is shown without it.
 */
export interface PackedBlock extends Omit<ComposedBlock, 'prepared' | 'children'> {
  /** JSON. */
  readonly prepared?: string
  readonly children: readonly PackedBlock[]
}

export function packed(block: ComposedBlock): PackedBlock {
  const { prepared, children, ...rest } = block
  const text = prepared === undefined ? {} : { prepared: JSON.stringify(prepared) }
  return { ...rest, ...text, children: children.map(packed) }
}

/** The block again. It is the packed one, changed: what is read of a text is used once. */
export function unpacked(block: PackedBlock): ComposedBlock {
  block.children.forEach(unpacked)
  const { prepared } = block
  if (prepared !== undefined) Object.defineProperty(block, 'prepared', whenAsked(prepared))
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
