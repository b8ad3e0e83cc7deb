import { RecordStore } from './record-store.js'

/** A learner store that forgets everything when the process ends: for the test kit and for trying things out. */
export class MemoryLearnerStore extends RecordStore {
  readonly #texts = new Map<string, string>()

  protected read(key: string): string | undefined {
    return this.#texts.get(key)
  }

  protected write(key: string, text: string): void {
    this.#texts.set(key, text)
  }

  protected remove(key: string): void {
    this.#texts.delete(key)
  }

  protected *textsUnder(prefix: string): Iterable<string> {
    const keys = [...this.#texts.keys()].filter((key) => key.startsWith(prefix)).toSorted()
    for (const key of keys) yield this.#texts.get(key) ?? ''
  }

  /** Waits a turn first, as a store on a disk does. */
  protected async transaction<T>(work: () => T): Promise<T> {
    await Promise.resolve()
    return work()
  }

  protected refresh(): void {}

  async close(): Promise<void> {}
}
