import {
  LmdbEnvironment,
  type KeyRange,
  type Records,
  type RecordsCommit,
  type RecordsOutcome,
  type StoreCounts,
  type StoredText,
} from '../../store/index.js'

/**
 * Records in an lmdb environment of their own, open in several processes at once. A commit is seen by all of them and
 * outlives the death of the process when its promise resolves; the disk follows a moment later.
 */
export class LmdbRecords implements Records {
  readonly #environment: LmdbEnvironment<string>

  /**
   * @param folder made if it is not there
   * @param counts what is read and written is counted here
   * @throws CompositorError `store-damaged`
   */
  constructor(folder: string, counts?: StoreCounts) {
    this.#environment = new LmdbEnvironment({ path: folder, noSubdir: false, encoding: 'string' }, counts)
  }

  known(key: string): { readonly text: string | undefined } {
    this.#texts.resetReadTxn()
    return { text: this.#read(key) }
  }

  async read(keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    this.#texts.resetReadTxn()
    const found = new Map<string, string>()
    for (const key of keys) {
      const text = this.#read(key)
      if (text !== undefined) found.set(key, text)
    }
    return found
  }

  async range({ from, to, limit = Infinity, isBackward = false }: KeyRange): Promise<readonly StoredText[]> {
    this.#texts.resetReadTxn()
    const ends = isBackward
      ? { start: to, exclusiveStart: true, end: from, inclusiveEnd: true, reverse: true }
      : { start: from, end: to }
    const found = this.#environment.counts.read(() =>
      this.#texts.getRange({ ...ends, ...(limit < Infinity && { limit }) }),
    )
    return [...found].map(({ key, value }) => ({ key, text: value }))
  }

  async count({ from, to }: Pick<KeyRange, 'from' | 'to'>): Promise<number> {
    this.#texts.resetReadTxn()
    return this.#environment.counts.read(() => this.#texts.getKeysCount({ start: from, end: to }))
  }

  /** lmdb gathers the transactions of many requests into one write. */
  commit({ expected, writes }: RecordsCommit): Promise<RecordsOutcome> {
    const commit = this.#texts.transaction((): RecordsOutcome => {
      for (const [key, text] of expected) {
        if (this.#read(key) !== text) return { committed: false, conflict: key }
      }
      for (const [key, text] of writes) {
        if (text === undefined) this.#texts.removeSync(key)
        else this.#texts.putSync(key, text)
      }
      return { committed: true }
    })
    return this.#environment.written(commit)
  }

  close(): Promise<void> {
    return this.#environment.close()
  }

  #read(key: string): string | undefined {
    return this.#environment.counts.read(() => this.#texts.get(key))
  }

  get #texts() {
    return this.#environment.db
  }
}
