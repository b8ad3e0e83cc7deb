import type { ServedBlock, Surroundings } from '../runtime/service/index.js'

/** What the blocks of one request find around them in their course. */
export interface LookingAround {
  /** Epoch milliseconds until which what was told stays true if nothing is stored or published. */
  readonly validUntil: number
  around(block: Pick<ServedBlock, 'composed' | 'waitFor'>): Surroundings
}
