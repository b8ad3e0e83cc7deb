import type { BlockType } from '../block/block-type.js'
import type { ComposedBlock } from '../unit/composed-unit.js'

/** A composed block, and the type it is shown with. */
export interface TypedBlock {
  readonly composed: ComposedBlock
  readonly type: BlockType
}
