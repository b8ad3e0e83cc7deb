import type { BlockBase, ComposedBlock } from '../../runtime/index.js'
import type { ClassOf } from './block-draft.js'

/** The course that blocks of the test kit stand in. */
export const testCourse = 'course-v1:Test+Kit+2026'

/** A block in its place in a unit: pass it to what a learner does. */
export class PlacedBlock<B extends BlockBase = BlockBase> {
  /** @param blockClass absent where the type was only named */
  constructor(
    readonly composed: ComposedBlock,
    readonly blockClass?: ClassOf<B>,
    readonly children: readonly PlacedBlock[] = [],
  ) {}

  /** The usage key, as text. */
  get key(): string {
    return this.composed.key
  }
}
