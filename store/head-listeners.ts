type Listener = (name: string | undefined) => void

/** Those who are told of heads that changed. They must not throw. */
export class HeadListeners {
  readonly #listeners = new Set<Listener>()

  /** @param onChange told whenever there is a first listener, or none is left */
  constructor(private readonly onChange: (isWatched: boolean) => void = () => undefined) {}

  add(listener: Listener): Disposable {
    // A function that listens twice is told twice.
    const own: Listener = (name) => listener(name)
    this.#listeners.add(own)
    if (this.#listeners.size === 1) this.onChange(true)
    return {
      [Symbol.dispose]: () => {
        if (this.#listeners.delete(own) && this.#listeners.size === 0) this.onChange(false)
      },
    }
  }

  /** Tells of heads by name, or, by `undefined`, that any may have changed. */
  tell(names: Iterable<string | undefined>): void {
    for (const name of names) for (const listener of this.#listeners) listener(name)
  }

  clear(): void {
    if (this.#listeners.size === 0) return
    this.#listeners.clear()
    this.onChange(false)
  }
}
