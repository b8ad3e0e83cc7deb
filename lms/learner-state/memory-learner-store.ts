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

  /** Waits a turn first, as a store on a disk does. */
  protected async transaction<T>(work: () => T): Promise<T> {
    await Promise.resolve()
    return work()
  }

  protected refresh(): void {}

  async close(): Promise<void> {}
}
