import { fallbackType, type BlockType, type BlockTypes, type RecordAddress } from '../runtime/block/index.js'
import { FieldValues } from '../runtime/block/field-values.js'
import type { ComposedBlock } from '../runtime/unit/index.js'

/** Which records a block's learner fields are kept in, worked out once for each composed block. */
export class BlockAddresses {
  readonly #known = new WeakMap<ComposedBlock, readonly RecordAddress[]>()

  constructor(readonly types: BlockTypes) {}

  of(block: ComposedBlock): readonly RecordAddress[] {
    let addresses = this.#known.get(block)
    if (!addresses) this.#known.set(block, (addresses = addressesOf(block, typeOf(this.types, block))))
    return addresses
  }
}

/** The type a block is shown with; undefined where not even the fallback is registered. */
export function typeOf(types: BlockTypes, block: ComposedBlock): BlockType | undefined {
  return types.get(block.type) ?? types.get(fallbackType)
}

const none: readonly RecordAddress[] = []

function addressesOf(block: ComposedBlock, type: BlockType | undefined): readonly RecordAddress[] {
  if (!type || type.learnerFields.length === 0) return none
  const { key: usage, definition, fields } = block
  const values = new FieldValues({ usage, type: block.type, definition, fields }, undefined)
  const found = new Map<string, RecordAddress>()
  for (const field of type.learnerFields) {
    const address = values.address(field)
    found.set(address.scope, address)
  }
  return [...found.values()]
}
