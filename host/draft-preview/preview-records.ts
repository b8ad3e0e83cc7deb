import { CompositorError } from '../../runtime/index.js'
import { memoryStore, type Records, type RecordsCommit, type RecordsOutcome } from '../../store/index.js'

/** Characters that previewed learners of one author may leave in one course. */
const most = 1_000_000

/** Records in memory that hold no more than {@link most} characters. */
export class PreviewRecords implements Records {
  readonly #records = memoryStore().records
  readonly #sizes = new Map<string, number>()
  #size = 0

  readonly known: Records['known'] = (key) => this.#records.known(key)
  readonly read: Records['read'] = (keys) => this.#records.read(keys)
  readonly range: Records['range'] = (range) => this.#records.range(range)
  readonly count: Records['count'] = (range) => this.#records.count(range)

  /** @throws CompositorError `store-full` */
  async commit(commit: RecordsCommit): Promise<RecordsOutcome> {
    const grows = [...commit.writes].reduce((sum, [key, text]) => sum + this.#growth(key, text), 0)
    if (grows > 0 && this.#size + grows > most) {
      throw new CompositorError('store-full', 'This preview has kept as much as it may. Start over to go on.')
    }
    const outcome = await this.#records.commit(commit)
    if (!outcome.committed) return outcome
    for (const [key, text] of commit.writes) {
      this.#size += this.#growth(key, text)
      if (text === undefined) this.#sizes.delete(key)
      else this.#sizes.set(key, key.length + text.length)
    }
    return outcome
  }

  #growth(key: string, text: string | undefined): number {
    return (text === undefined ? 0 : key.length + text.length) - (this.#sizes.get(key) ?? 0)
  }
}
