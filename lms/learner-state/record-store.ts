import type { RecordAddress } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import type { Json } from '../../runtime/values/index.js'
import { withGrade, type BlockResult } from './block-result.js'
import { LearnerBatch, type StoredRecord } from './learner-batch.js'
import type { CommitOutcome, LearnerChange, LearnersPage, LearnerStore } from './learner-store.js'
import {
  learnerOfKey,
  learnersOfPrefix,
  learnersSearchPrefix,
  recordKey,
  resultKey,
  stateVersionKey,
} from './record-key.js'

/** Characters of one record, as JSON: every change reads and writes all of it. */
export const recordLimit = 1_000_000

/** Follows all that a key may hold. */
const lastCharacter = '\u007f'

/** A range of keys. */
export interface KeyRange {
  /** The first key that may be in it, and the first that is behind it. */
  readonly from: string
  readonly to: string
  readonly limit?: number | undefined
  /** Whether it is read from its end. */
  readonly isBackward?: boolean
}

/** A learner store upon anything that keeps texts by key and has transactions: the rules, once for all. */
export abstract class RecordStore implements LearnerStore {
  /** The text under a key: as committed, or within a transaction as written so far. */
  protected abstract read(key: string): string | undefined
  protected abstract write(key: string, text: string): void
  protected abstract remove(key: string): void
  /** The texts under keys of a range, by key. The keys are plain ASCII. */
  protected abstract textsIn(range: KeyRange): Iterable<string>
  protected abstract countIn(range: Pick<KeyRange, 'from' | 'to'>): number
  /** Runs `work` while nobody else, in this process or another, writes. */
  protected abstract transaction<T>(work: () => T): Promise<T>
  /** Makes the next reads see what other processes have committed by now. */
  protected abstract refresh(): void
  abstract close(): Promise<void>

  load(learner: string, addresses: Iterable<RecordAddress>): LearnerBatch {
    this.refresh()
    const batch = new LearnerBatch(
      learner,
      this.#number(stateVersionKey(learner)),
      (key) => this.#record(key),
      (usage) => this.#result(resultKey(learner, usage)),
    )
    return batch.include(addresses)
  }

  stateVersion(learner: string): number {
    this.refresh()
    return this.#number(stateVersionKey(learner))
  }

  /** The sum of the records' versions: as each only grows, the sum is the same only if all are. */
  sharedVersion(addresses: Iterable<RecordAddress>): number {
    this.refresh()
    let sum = 0
    for (const address of addresses) sum += this.#record(recordKey(address, ''))?.version ?? 0
    return sum
  }

  results(learner: string, usages: Iterable<string>): ReadonlyMap<string, BlockResult> {
    this.refresh()
    const results = new Map<string, BlockResult>()
    for (const usage of usages) {
      const result = this.#result(resultKey(learner, usage))
      if (result) results.set(usage, result)
    }
    return results
  }

  learnersOf(usage: string, page: LearnersPage = {}): readonly string[] {
    this.refresh()
    const { after, before, search = '', limit } = page
    const prefix = search === '' ? learnersOfPrefix(usage) : learnersSearchPrefix(usage, search)
    const isBackward = before !== undefined
    const range = {
      // The first character that a key may hold follows a space.
      from: after === undefined ? prefix : `${learnerOfKey(usage, after)} `,
      to: isBackward ? learnerOfKey(usage, before) : `${prefix}${lastCharacter}`,
    }
    const learners = [...this.textsIn({ ...range, limit, isBackward })]
    return isBackward ? learners.toReversed() : learners
  }

  countLearnersOf(usage: string): number {
    this.refresh()
    const prefix = learnersOfPrefix(usage)
    return this.countIn({ from: prefix, to: `${prefix}${lastCharacter}` })
  }

  async commit(batch: LearnerBatch, change: LearnerChange): Promise<CommitOutcome> {
    if (isEmpty(change)) return { committed: true, stateVersion: batch.stateVersion }
    try {
      return await this.transaction(() => this.#commit(batch, change))
    } catch (thrown) {
      throw CompositorError.from(thrown, 'store-unavailable')
    }
  }

  async deleteState(learner: string, usage: string): Promise<boolean> {
    const keys = [
      recordKey({ scope: 'userState', id: usage }, learner),
      resultKey(learner, usage),
      learnerOfKey(usage, learner),
    ]
    try {
      return await this.transaction(() => {
        const stored = keys.filter((key) => this.read(key) !== undefined)
        if (stored.length === 0) return false
        const versionKey = stateVersionKey(learner)
        const version = this.#number(versionKey)
        for (const key of stored) this.remove(key)
        this.write(versionKey, String(version + 1))
        return true
      })
    } catch (thrown) {
      throw CompositorError.from(thrown, 'store-unavailable')
    }
  }

  /** Works out every text before it writes the first: a failure on the way leaves nothing half stored. */
  #commit(batch: LearnerBatch, change: LearnerChange): CommitOutcome {
    const versionKey = stateVersionKey(batch.learner)
    const version = this.#number(versionKey)
    if (version !== batch.stateVersion) return { committed: false, conflict: versionKey }
    for (const [key, read] of batch.sharedRead) {
      if ((this.#record(key)?.version ?? 0) !== read.version) return { committed: false, conflict: key }
    }
    const texts = [
      ...this.#records(batch.learner, change),
      ...this.#results(batch.learner, change),
      ...this.#learnersOf(batch.learner, change),
    ]
    for (const [key, text] of texts) this.write(key, text)
    this.write(versionKey, String(version + 1))
    return { committed: true, stateVersion: version + 1 }
  }

  *#records(learner: string, { updates }: LearnerChange): Iterable<[string, string]> {
    const changed = new Map<string, { version: number; values: Record<string, Json> }>()
    for (const update of updates) {
      const key = recordKey(update, learner)
      let record = changed.get(key)
      if (!record) {
        const stored = this.#record(key)
        record = { version: (stored?.version ?? 0) + 1, values: { ...stored?.values } }
        changed.set(key, record)
      }
      if (update.value === undefined) delete record.values[update.field]
      else record.values[update.field] = update.value
    }
    for (const [key, record] of changed) {
      const text = JSON.stringify(record)
      // What is too large already, from before there was a limit, may still become smaller.
      if (text.length > recordLimit && text.length > (this.read(key)?.length ?? 0))
        throw tooLarge(updates, key, learner)
      yield [key, text]
    }
  }

  /** Notes of whom there are values at which blocks, where that is not noted yet. */
  *#learnersOf(learner: string, { updates }: LearnerChange): Iterable<[string, string]> {
    const own = updates.filter(({ scope, family }) => scope === 'userState' && family !== 'xblock_asides.v1')
    for (const id of new Set(own.map((update) => update.id))) {
      const key = learnerOfKey(id, learner)
      if (this.read(key) === undefined) yield [key, learner]
    }
  }

  *#results(learner: string, { grades, completions }: LearnerChange): Iterable<[string, string]> {
    const changed = new Map<string, BlockResult>()
    const before = (key: string) => changed.get(key) ?? this.#result(key) ?? {}
    for (const grade of grades) {
      const key = resultKey(learner, grade.usage)
      changed.set(key, withGrade(before(key), grade))
    }
    for (const { usage, value } of completions) {
      const key = resultKey(learner, usage)
      changed.set(key, { ...before(key), completion: value })
    }
    for (const [key, result] of changed) yield [key, JSON.stringify(result)]
  }

  #number(key: string): number {
    return Number(this.read(key) ?? 0)
  }

  #record(key: string): StoredRecord | undefined {
    return this.#parsed(key) as StoredRecord | undefined
  }

  #result(key: string): BlockResult | undefined {
    return this.#parsed(key) as BlockResult | undefined
  }

  #parsed(key: string): unknown {
    const text = this.read(key)
    if (text === undefined) return undefined
    try {
      return JSON.parse(text)
    } catch (cause) {
      throw new CompositorError('store-damaged', `The learner record '${key}' is not JSON.`, { cause })
    }
  }
}

function tooLarge(updates: LearnerChange['updates'], key: string, learner: string): CompositorError {
  const { scope = '', id = '' } = updates.find((update) => recordKey(update, learner) === key) ?? {}
  return new CompositorError(
    'learner-state-too-large',
    `What '${id.slice(0, 300)}' would keep in scope '${scope}' is more than ${recordLimit} characters of JSON; nothing was stored.`,
    { usage: id },
  )
}

function isEmpty({ updates, grades, completions }: LearnerChange): boolean {
  return updates.length === 0 && grades.length === 0 && completions.length === 0
}
