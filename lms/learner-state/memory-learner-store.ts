import { RecordStore, type KeyRange } from './record-store.js'

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

  protected *textsIn({ from, to, limit = Infinity, isBackward = false }: KeyRange): Iterable<string> {
    const keys = this.#keysIn(from, to)
    for (const key of (isBackward ? keys.toReversed() : keys).slice(0, limit))
      yield this.#texts.get(key) ?? ''
  }

  protected countIn({ from, to }: Pick<KeyRange, 'from' | 'to'>): number {
    return this.#keysIn(from, to).length
  }

  #keysIn(from: string, to: string): string[] {
    return [...this.#texts.keys()].filter((key) => key >= from && key < to).toSorted()
  }

  /** Waits a turn first, as a store on a disk does. */
  protected async transaction<T>(work: () => T): Promise<T> {
    await Promise.resolve()
    return work()
  }

  protected refresh(): void {}

  async close(): Promise<void> {}
}
