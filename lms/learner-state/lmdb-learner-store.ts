import { LmdbEnvironment, type StoreCounts } from '../../store/index.js'
import { RecordStore, type KeyRange } from './record-store.js'

/**
 * A learner store in an lmdb environment of its own, open in several processes at once. A commit is seen by all
 * of them and outlives the death of the process when its promise resolves; the disk follows a moment later.
 */
export class LmdbLearnerStore extends RecordStore {
  readonly #environment: LmdbEnvironment<string>

  /**
   * @param folder made if it is not there
   * @param counts what is read and written is counted here
   * @throws CompositorError `store-damaged`
   */
  constructor(folder: string, counts?: StoreCounts) {
    super()
    this.#environment = new LmdbEnvironment({ path: folder, noSubdir: false, encoding: 'string' }, counts)
  }

  protected read(key: string): string | undefined {
    return this.#environment.counts.read(() => this.#texts.get(key))
  }

  /** Only called within a transaction, whose promise tells of failures. */
  protected write(key: string, text: string): void {
    this.#texts.putSync(key, text)
  }

  /** Only called within a transaction, as writing is. */
  protected remove(key: string): void {
    this.#texts.removeSync(key)
  }

  protected *textsIn({ from, to, limit = Infinity, isBackward = false }: KeyRange): Iterable<string> {
    const ends = isBackward
      ? { start: to, exclusiveStart: true, end: from, inclusiveEnd: true, reverse: true }
      : { start: from, end: to }
    const found = this.#environment.counts.read(() =>
      this.#texts.getRange({ ...ends, ...(limit < Infinity && { limit }) }),
    )
    for (const { value } of found) yield value
  }

  protected countIn({ from, to }: Pick<KeyRange, 'from' | 'to'>): number {
    return this.#environment.counts.read(() => this.#texts.getKeysCount({ start: from, end: to }))
  }

  /** lmdb gathers the transactions of many requests into one write. */
  protected transaction<T>(work: () => T): Promise<T> {
    return this.#environment.written(this.#texts.transaction(work))
  }

  protected refresh(): void {
    this.#texts.resetReadTxn()
  }

  close(): Promise<void> {
    return this.#environment.close()
  }

  get #texts() {
    return this.#environment.db
  }
}
