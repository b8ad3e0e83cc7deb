import type { KeyRange, Records, RecordsCommit, RecordsOutcome, StoredText } from '../../store/index.js'

/** Records that are forgotten when the process ends: for the test kit and for trying things out. */
export class MemoryRecords implements Records {
  readonly #texts = new Map<string, string>()

  known(key: string): { readonly text: string | undefined } {
    return { text: this.#texts.get(key) }
  }

  async read(keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>()
    for (const key of keys) {
      const text = this.#texts.get(key)
      if (text !== undefined) found.set(key, text)
    }
    return found
  }

  async range({ from, to, limit = Infinity, isBackward = false }: KeyRange): Promise<readonly StoredText[]> {
    const keys = this.#keysIn(from, to)
    return (isBackward ? keys.toReversed() : keys)
      .slice(0, limit)
      .map((key) => ({ key, text: this.#texts.get(key) ?? '' }))
  }

  async count({ from, to }: Pick<KeyRange, 'from' | 'to'>): Promise<number> {
    return this.#keysIn(from, to).length
  }

  /** Waits a turn first, as a store on a disk does. */
  async commit({ expected, writes }: RecordsCommit): Promise<RecordsOutcome> {
    await Promise.resolve()
    for (const [key, text] of expected) {
      if (this.#texts.get(key) !== text) return { committed: false, conflict: key }
    }
    for (const [key, text] of writes) {
      if (text === undefined) this.#texts.delete(key)
      else this.#texts.set(key, text)
    }
    return { committed: true }
  }

  #keysIn(from: string, to: string): string[] {
    return [...this.#texts.keys()].filter((key) => key >= from && key < to).toSorted()
  }
}
