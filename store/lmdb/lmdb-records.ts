import { checkCommit, isKey } from '../kept-form.js'
import type { KeyRange, Records, RecordsCommit, RecordsOutcome, StoredText } from '../records.js'
import type { StoreCounts } from '../store-counts.js'
import { LmdbEnvironment } from './lmdb-environment.js'

/**
 * Records in an lmdb environment of their own, open in several processes at once. A commit is seen by all of them and
 * outlives the death of the process when its promise resolves; the disk follows a moment later.
 */
export class LmdbRecords implements Records {
  private readonly environment: LmdbEnvironment<string>

  /**
   * @param folder made if it is not there
   * @param counts what is read and written is counted here
   * @throws CompositorError `store-damaged`
   */
  constructor(folder: string, counts?: StoreCounts, isReadOnly = false) {
    this.environment = new LmdbEnvironment(
      { path: folder, noSubdir: false, encoding: 'string', readOnly: isReadOnly },
      counts,
    )
  }

  known(key: string): { readonly text: string | undefined } {
    return this.environment.read(() => ({ text: this.#text(key) }))
  }

  async read(keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.environment.read(() => {
      const found = new Map<string, string>()
      for (const key of keys) {
        const text = this.#text(key)
        if (text !== undefined) found.set(key, text)
      }
      return found
    })
  }

  async range({ from, to, limit = Infinity, isBackward = false }: KeyRange): Promise<readonly StoredText[]> {
    if (from >= to || limit <= 0) return []
    const ends = isBackward
      ? { start: to, exclusiveStart: true, end: from, inclusiveEnd: true, reverse: true }
      : { start: from, end: to }
    const bound = limit < Infinity ? { limit } : {}
    return this.environment.read(() =>
      [...this.#db.getRange({ ...ends, ...bound })].map(({ key, value }) => ({ key, text: value })),
    )
  }

  async count({ from, to }: Pick<KeyRange, 'from' | 'to'>): Promise<number> {
    return from >= to ? 0 : this.environment.read(() => this.#db.getKeysCount({ start: from, end: to }))
  }

  /** lmdb gathers the transactions of many requests into one write. */
  async commit(commit: RecordsCommit): Promise<RecordsOutcome> {
    checkCommit(commit)
    return this.environment.write(() => this.#db.transaction(() => this.#commit(commit)))
  }

  /** Lets commits under way end; nothing is read or committed after. */
  close(): Promise<void> {
    return this.environment.close()
  }

  #commit({ expected, writes }: RecordsCommit): RecordsOutcome {
    for (const [key, text] of expected)
      if (this.#db.get(key) !== text) return { committed: false, conflict: key }
    for (const [key, text] of writes) {
      if (text === undefined) this.#db.removeSync(key)
      else this.#db.putSync(key, text)
    }
    return { committed: true }
  }

  #text(key: string): string | undefined {
    return isKey(key) ? this.#db.get(key) : undefined
  }

  get #db() {
    return this.environment.db
  }
}
