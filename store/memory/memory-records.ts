import { checkCommit } from '../kept-form.js'
import type { KeyRange, Records, RecordsCommit, RecordsOutcome, StoredText } from '../records.js'
import { StoreCounts } from '../store-counts.js'
import { MemoryAccess } from './memory-access.js'
import { MemoryPlace } from './memory-place.js'

/** Records in memory. */
export class MemoryRecords implements Records {
  private readonly access: MemoryAccess

  /** @param counts what is read and written is counted here */
  constructor(
    private readonly place = new MemoryPlace(),
    counts = new StoreCounts(),
  ) {
    this.access = new MemoryAccess(counts)
  }

  known(key: string): { readonly text: string | undefined } {
    return this.access.now(() => ({ text: this.place.records.get(key) }))
  }

  read(keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { records } = this.place
    return this.access.read(
      () => new Map(keys.filter((key) => records.has(key)).map((key) => [key, records.get(key) ?? ''])),
    )
  }

  range({ from, to, limit = Infinity, isBackward = false }: KeyRange): Promise<readonly StoredText[]> {
    return this.access.read(() => {
      const keys = this.#keys(from, to).sort()
      return (isBackward ? keys.reverse() : keys)
        .slice(0, Math.max(0, limit))
        .map((key) => ({ key, text: this.place.records.get(key) ?? '' }))
    })
  }

  count({ from, to }: Pick<KeyRange, 'from' | 'to'>): Promise<number> {
    return this.access.read(() => this.#keys(from, to).length)
  }

  async commit(commit: RecordsCommit): Promise<RecordsOutcome> {
    checkCommit(commit)
    return this.access.write(() => this.#commit(commit))
  }

  /** Lets commits under way end; nothing is read or committed after. */
  close(): Promise<void> {
    return this.access.close()
  }

  #commit({ expected, writes }: RecordsCommit): RecordsOutcome {
    const { records } = this.place
    for (const [key, text] of expected)
      if (records.get(key) !== text) return { committed: false, conflict: key }
    for (const [key, text] of writes) {
      if (text === undefined) records.delete(key)
      else records.set(key, text)
    }
    return { committed: true }
  }

  #keys(from: string, to: string): string[] {
    return [...this.place.records.keys()].filter((key) => key >= from && key < to)
  }
}
