interface Line {
  readonly waiting: (() => void)[]
  /** When whose turn it is began, in milliseconds of a clock that only grows. */
  since: number
  /** Set while somebody waits. */
  timer?: NodeJS.Timeout
  /** Lets the next one go ahead; undefined once the one before has. */
  next?: (() => void) | undefined
}

/** Lets those who fight for one thing come one after another, in the order they asked. */
export class Turns {
  readonly #lines = new Map<string, Line>()

  /** Whether somebody has the turn for a key. */
  has(key: string): boolean {
    return this.#lines.has(key)
  }

  /**
   * Runs `work` after everyone who asked for the same key before. Whoever has the turn has it for `patience` milliseconds at
   * most while others wait: one who never ends must not hold up the rest.
   */
  async take<T>(key: string, patience: number, work: () => Promise<T>): Promise<T> {
    const line = this.#lines.get(key)
    if (line) await this.#waited(line, patience)
    const end = this.#begin(key, patience)
    try {
      return await work()
    } finally {
      end()
    }
  }

  #waited(line: Line, patience: number): Promise<void> {
    return new Promise((resolve) => {
      line.waiting.push(resolve)
      line.timer ??= setTimeout(() => line.next?.(), line.since + patience - performance.now())
    })
  }

  /** @returns what ends the turn */
  #begin(key: string, patience: number): () => void {
    let line = this.#lines.get(key)
    if (!line) this.#lines.set(key, (line = { waiting: [], since: 0 }))
    const mine = line
    mine.since = performance.now()
    const next = () => {
      if (mine.next !== next) return
      clearTimeout(mine.timer)
      delete mine.timer
      delete mine.next
      const first = mine.waiting.shift()
      if (first) first()
      else this.#lines.delete(key)
    }
    mine.next = next
    clearTimeout(mine.timer)
    delete mine.timer
    if (mine.waiting.length > 0) mine.timer = setTimeout(next, patience)
    return next
  }
}
