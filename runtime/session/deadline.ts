import { CompositorError } from '../errors/index.js'

/**
 * The time one view or handler may take by itself. It stands still while the block waits for its children, which
 * have a time of their own, so a child that hangs does not take its parent along.
 */
export class Deadline {
  #timer: NodeJS.Timeout | undefined
  #waiting = 0
  #expire: (() => void) | undefined
  #reject: ((error: CompositorError) => void) | undefined
  #ended: CompositorError | undefined

  /** @param milliseconds Infinity for no limit */
  constructor(readonly milliseconds: number) {}

  /**
   * What `work` gives, if in time. What it gives later is ignored.
   * @throws CompositorError `block-failed` when the time is up, the error it was ended with; and whatever `work` throws
   */
  async race<T>(work: PromiseLike<T>): Promise<T> {
    const expired = new Promise<never>((_resolve, reject) => {
      this.#reject = reject
      if (this.#ended) reject(this.#ended)
      if (this.milliseconds === Infinity) return
      this.#expire = () =>
        reject(
          new CompositorError(
            'block-failed',
            `It gave no result within ${this.milliseconds} ms, the deadline of a block.`,
          ),
        )
    })
    this.#start()
    try {
      return await Promise.race([work, expired])
    } finally {
      this.#expire = undefined
      this.#reject = undefined
      clearTimeout(this.#timer)
    }
  }

  /** Ends what is waited for as failed. */
  end(error: CompositorError): void {
    this.#ended = error
    this.#reject?.(error)
  }

  /** Stops the time while a child is rendered. */
  pause(): void {
    this.#waiting++
    clearTimeout(this.#timer)
  }

  /** Starts the time anew when no child is rendered any more. */
  resume(): void {
    if (--this.#waiting === 0) this.#start()
  }

  #start(): void {
    const expire = this.#expire
    if (expire && this.#waiting === 0) this.#timer = setTimeout(expire, this.milliseconds)
  }
}
