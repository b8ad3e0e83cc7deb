const words =
  `orbit planet light star shadow horizon moon tide season axis comet dust ring cloud spectrum lens mirror signal
  night observer distance colour motion gravity surface crater wind ice iron core crust age map angle second`.split(
    /\s+/,
  )

/** Made-up sentences that a seed decides, so that contents are the same in every run. */
export class Prose {
  #state: number

  constructor(seed: number) {
    this.#state = (Math.imul(seed, 2_654_435_761) ^ 0x9e37_79b9) >>> 0
  }

  /** An integer from 0 to below `limit`. */
  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((this.#state / 2 ** 32) * limit)
  }

  /** Words without a full stop. */
  phrase(length: number): string {
    return Array.from({ length }, () => words[this.below(words.length)]).join(' ')
  }

  sentences(count: number): string {
    return Array.from({ length: count }, () => `The ${this.phrase(8 + this.below(8))}.`).join(' ')
  }
}
