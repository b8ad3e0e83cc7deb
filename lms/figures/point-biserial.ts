/**
 * Sums over pairs of something that is so or not (1 or 0) and a share, from which their correlation follows: the point-biserial one,
 * Pearson's where one side is 0 or 1. Shares on both sides are taken, too; it is Pearson's then.
 */
export class PairSums {
  count = 0
  #one = 0
  #oneSquares = 0
  #other = 0
  #otherSquares = 0
  #both = 0

  /** @param one from 0 to 1 @param other from 0 to 1 */
  add(one: number, other: number): void {
    this.count++
    this.#one += one
    this.#oneSquares += one * one
    this.#other += other
    this.#otherSquares += other * other
    this.#both += one * other
  }

  /** @param fewest pairs of which it is told @returns from -1 to 1; undefined of fewer, and where one side is all the same */
  correlation(fewest: number): number | undefined {
    const { count } = this
    if (count < fewest) return undefined
    const one = count * this.#oneSquares - this.#one * this.#one
    const other = count * this.#otherSquares - this.#other * this.#other
    const spread = one * other
    // Sums of equal numbers differ from their product by rounding alone.
    if (spread <= 1e-9) return undefined
    return Math.max(-1, Math.min(1, (count * this.#both - this.#one * this.#other) / Math.sqrt(spread)))
  }
}
