const size = 624
const middle = 397

/**
 * The generator of numbers behind shuffled choices: MT19937, seeded and read as Python 2's `random.Random`
 * (the incumbent's `random2`), so that a learner sees the same order there and here.
 */
export class MersenneTwister {
  private readonly state = new Uint32Array(size)
  private index = size

  /** @param seed an integer; its sign is ignored, as in Python */
  constructor(seed: number) {
    this.seedBy(wordsOf(seed))
  }

  /** A number in [0, 1) with 53 random bits. */
  random(): number {
    const high = this.word() >>> 5
    const low = this.word() >>> 6
    return (high * 67_108_864 + low) / 9_007_199_254_740_992
  }

  /** An integer in [0, bound). */
  below(bound: number): number {
    return Math.floor(this.random() * bound)
  }

  /** A number between `low` and `high`. */
  uniform(low: number, high: number): number {
    return low + (high - low) * this.random()
  }

  /** Reorders `items` in place. */
  shuffle(items: unknown[]): void {
    for (let last = items.length - 1; last > 0; last--) {
      const other = this.below(last + 1)
      const moved = items[last]
      items[last] = items[other]
      items[other] = moved
    }
  }

  private seedBy(key: readonly number[]): void {
    const { state } = this
    state[0] = 19_650_218
    for (let i = 1; i < size; i++) state[i] = Math.imul(1_812_433_253, mixed(state, i)) + i
    let i = 1
    let j = 0
    for (let left = Math.max(size, key.length); left > 0; left--) {
      state[i] = (at(state, i) ^ Math.imul(mixed(state, i), 1_664_525)) + (key[j] ?? 0) + j
      j = (j + 1) % key.length
      if (++i === size) {
        state[0] = at(state, size - 1)
        i = 1
      }
    }
    for (let left = size - 1; left > 0; left--) {
      state[i] = (at(state, i) ^ Math.imul(mixed(state, i), 1_566_083_941)) - i
      if (++i === size) {
        state[0] = at(state, size - 1)
        i = 1
      }
    }
    state[0] = 0x80_00_00_00
  }

  private word(): number {
    if (this.index === size) this.twist()
    let y = at(this.state, this.index++)
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d_2c_56_80
    y ^= (y << 15) & 0xef_c6_00_00
    return (y ^ (y >>> 18)) >>> 0
  }

  private twist(): void {
    const { state } = this
    for (let i = 0; i < size; i++) {
      const y = (at(state, i) & 0x80_00_00_00) | (at(state, (i + 1) % size) & 0x7f_ff_ff_ff)
      state[i] = at(state, (i + middle) % size) ^ (y >>> 1) ^ (y & 1 ? 0x99_08_b0_df : 0)
    }
    this.index = 0
  }
}

function at(state: Uint32Array, index: number): number {
  return state[index] ?? 0
}

function mixed(state: Uint32Array, index: number): number {
  const previous = at(state, index - 1)
  return previous ^ (previous >>> 30)
}

/** The 32-bit words of an integer, lowest first; at least one. */
function wordsOf(seed: number): number[] {
  const words: number[] = []
  for (let rest = Math.abs(Math.trunc(seed)); rest > 0; rest = Math.floor(rest / 4_294_967_296)) {
    words.push(rest % 4_294_967_296)
  }
  return words.length > 0 ? words : [0]
}
