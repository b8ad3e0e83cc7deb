import type { Json } from '../values/json.js'
import type { BlockBase } from './block.js'

/**
 * Work on content and settings that is worth doing once per published version, in a worker: parsing, cleaning,
 * drawing maths. What it gives must survive JSON.
 */
export class Preparation<F, P> {
  constructor(readonly prepare: (fields: F) => P) {}

  /** What was prepared for this block while composing. */
  of(block: BlockBase & F): P {
    const prepared = block.composed.prepared
    return prepared === undefined ? this.prepare(block) : (prepared as P & Json)
  }
}

/** A {@link Preparation}: pass it to `@block` and read its result with `.of(this)`. */
export function preparation<F, P>(prepare: (fields: F) => P): Preparation<F, P> {
  return new Preparation(prepare)
}
