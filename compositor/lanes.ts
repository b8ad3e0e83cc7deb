/** Work of which only so much goes on at once; the rest waits for its turn, in the order it came. */
export class Lanes {
  readonly #waiting: (() => void)[] = []
  #running = 0

  /** @param width pieces of work at once */
  constructor(private readonly width: number) {}

  /** Pieces of work under way. */
  get running(): number {
    return this.#running
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running < this.width) this.#running++
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return await work()
    } finally {
      // A turn is handed on, so that nobody who comes just then is taken first.
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running--
    }
  }
}
