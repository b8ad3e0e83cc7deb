/** Milliseconds between looks. */
const pause = 15_000

/** Tells plugins again of deleted state that they have not taken, for as long as a host is open. */
export class RetriedDeletions {
  readonly #timer: NodeJS.Timeout
  #telling: Promise<void> = Promise.resolve()

  /** @param tell what is due; it never throws */
  constructor(private readonly tell: () => Promise<void>) {
    this.#timer = setInterval(() => void this.look(), pause)
    this.#timer.unref()
  }

  /** Looks now. @returns when all that is due was told */
  look(): Promise<void> {
    this.#telling = this.#telling.then(this.tell)
    return this.#telling
  }

  /** Looks no more, once what is under way has ended. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#telling
  }
}
