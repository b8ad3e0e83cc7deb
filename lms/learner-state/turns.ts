/** Lets those who fight for one thing come one after another, in the order they asked. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>()

  /**
   * Runs `work` after everyone who asked for the same key before, but waits for them `patience` milliseconds at
   * most: one who never ends must not hold up the rest.
   */
  async take<T>(key: string, patience: number, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key)
    const result = (before ? within(patience, before) : Promise.resolve()).then(work)
    const ended = result.then(ignore, ignore)
    this.#last.set(key, ended)
    try {
      return await result
    } finally {
      if (this.#last.get(key) === ended) this.#last.delete(key)
    }
  }
}

function ignore(): void {}

async function within(patience: number, promise: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, patience)))
  await Promise.race([promise, enough])
  clearTimeout(timer)
}
