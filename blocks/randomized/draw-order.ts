import { createHash } from 'node:crypto'

/** In which order a learner draws: a number for each member of which only the learner's seed and the member's rank decide. */
export class DrawOrder {
  readonly #first: number
  readonly #second: number

  /** @param seed the same text for the same learner at the same bank */
  constructor(seed: string) {
    const digest = createHash('sha256').update(seed).digest()
    this.#first = digest.readUInt32BE(0)
    this.#second = digest.readUInt32BE(4)
  }

  /** @param rank of the member, 32 bits @returns 32 bits; who has less comes first */
  of(rank: number): number {
    return mixed(mixed(rank ^ this.#first) + this.#second)
  }
}

/** Spreads 32 bits over 32 bits, one to one (the finalizer of MurmurHash3, which is in the public domain). */
function mixed(bits: number): number {
  let hash = bits | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
