import type { RecordAddress } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import type { Records } from '../../store/index.js'
import { BlockLearners } from './block-learners.js'
import type { BlockResult } from './block-result.js'
import { changedFields, logTexts, type ChangedState, type CommitLog } from './change-log.js'
import { entryVersion, isOfEntry, keyOfEntry, restsOnEntry } from './changed-entries.js'
import { CommitsUnderWay } from './commits-under-way.js'
import { CourseLearners } from './course-learners.js'
import type { CourseTrail } from './course-trail.js'
import { CourseTrails } from './course-trails.js'
import { EntryQuota } from './entry-quota.js'
import { LearnerBatch, type Foreseen, type FormerKeys, type StoredRecord } from './learner-batch.js'
import {
  changedRecords,
  changesState,
  isEmpty,
  keysOf,
  type ChangedRecords,
  type ChangeLog,
  type LearnerChange,
} from './learner-change.js'
import { parsedRecord } from './parsed-record.js'
import {
  isOfAll,
  recordKey,
  resultKey,
  stateVersionKey,
  trailKey,
  wholeTrailsKey,
  wholeTrailsText,
} from './record-key.js'
import { deleteStored, type StateDeletion } from './state-deletion.js'

/** What came of a commit: stored, with the learner's new number; or refused, as a record had changed. */
export type CommitOutcome =
  | { readonly committed: true; readonly stateVersion: number }
  | { readonly committed: false; readonly conflict: string }

/** Numbers that tell whether what was made of a learner's records still stands. */
export interface LearnerVersions {
  /** Another one whenever anything of the learner is stored. */
  readonly stateVersion: number
  /** Another one whenever one of the records of all learners that were named is stored. */
  readonly sharedVersion: number
}

/** How a learner store is opened. */
export interface LearnerStoreOptions {
  /** Whether the event log is told of every field that changes, too. */
  readonly sendsStates?: boolean
}

/**
 * What is kept of learners, upon the records of any store: field values of the learner scopes, grades and completion.
 * Several processes may use one store at once (docs/decisions/0063-records-in-one-batch.md).
 */
export class LearnerStore {
  readonly #underWay = new CommitsUnderWay()
  readonly #quota: EntryQuota
  /** Who began with anything in a course. */
  readonly courseLearners: CourseLearners
  /** Who has something at a block. */
  readonly blockLearners: BlockLearners
  /** How far learners have come. */
  readonly trails: CourseTrails

  constructor(
    readonly records: Records,
    private readonly options: LearnerStoreOptions = {},
  ) {
    this.#quota = new EntryQuota(records)
    this.courseLearners = new CourseLearners(records)
    this.blockLearners = new BlockLearners(records)
    this.trails = new CourseTrails(records, (learner) => this.#underWay.settled(learner))
  }

  /**
   * A learner's records of one moment, to work on, once what this process is storing of them is stored.
   * @param foreseen what will probably be looked at besides
   * @throws CompositorError `store-unavailable`
   */
  async load(
    learner: string,
    addresses: Iterable<RecordAddress> = [],
    { addresses: others = [], results, trail, former }: Foreseen = {},
  ): Promise<LearnerBatch> {
    await this.#underWay.settled(learner)
    const batch = new LearnerBatch(learner, this.records, former)
    const all = [...addresses]
    await batch.foresee({ addresses: [...all, ...others], ...(results && { results }), trail })
    if (all.length > 0) await batch.include(all)
    return batch
  }

  /** Whether the event log is told of every field that changes, too. */
  get sendsStates(): boolean {
    return this.options.sendsStates ?? false
  }

  /** A number that changes whenever anything of this learner is stored, where the store knows it without waiting. */
  knownVersion(learner: string): number | undefined {
    return this.#knownNumber(stateVersionKey(learner))
  }

  /** As {@link versions} gives, where the store knows it without waiting. */
  knownVersions(learner: string, shared: readonly RecordAddress[]): LearnerVersions | undefined {
    const stateVersion = this.knownVersion(learner)
    if (stateVersion === undefined) return undefined
    let sharedVersion = 0
    for (const address of shared) {
      const known = this.records.known(recordKey(address, ''))
      if (!known) return undefined
      sharedVersion += versionIn(recordKey(address, ''), known.text)
    }
    return { stateVersion, sharedVersion }
  }

  /**
   * The learner's number, and one of records of all learners: the sum of their versions, which is the same only if all
   * are, as each only grows. @throws CompositorError `store-unavailable`
   */
  async versions(learner: string, shared: readonly RecordAddress[] = []): Promise<LearnerVersions> {
    const known = this.knownVersions(learner, shared)
    if (known) return known
    const own = stateVersionKey(learner)
    const keys = shared.map((address) => recordKey(address, ''))
    const found = await this.records.read([own, ...keys])
    const sharedVersion = keys.reduce((sum, key) => sum + versionIn(key, found.get(key)), 0)
    return { stateVersion: Number(found.get(own) ?? 0), sharedVersion }
  }

  /** What the learner achieved at these blocks; those without a result are left out. @throws CompositorError `store-unavailable` */
  async results(
    learner: string,
    usages: Iterable<string>,
    former?: FormerKeys,
  ): Promise<ReadonlyMap<string, BlockResult>> {
    const asked = [...usages]
    const batch = await this.load(learner, [], { results: asked, former })
    return batch.settled(async () => {
      const results = new Map<string, BlockResult>()
      for (const usage of asked) {
        const result = batch.result(usage)
        if (result) results.set(usage, result)
      }
      return results
    })
  }

  /** What each of these learners achieved at a block. @throws CompositorError `store-unavailable` */
  async resultsAt(usage: string, learners: readonly string[]): Promise<ReadonlyMap<string, BlockResult>> {
    const keys = learners.map((learner) => resultKey(learner, usage))
    const found = await this.records.read(keys)
    const results = new Map<string, BlockResult>()
    for (const [index, learner] of learners.entries()) {
      const key = keys[index] ?? ''
      const text = found.get(key)
      if (text !== undefined) results.set(learner, parsedRecord(key, text) as BlockResult)
    }
    return results
  }

  /**
   * Stores a change that was worked out from a batch, unless the learner's number, or a record of all learners that was
   * looked at or is changed, is no longer what the batch had. A change of nothing always succeeds.
   * @throws CompositorError `store-full`, `store-unavailable`, `learner-state-too-large`, `collection-full`
   */
  async commit(batch: LearnerBatch, change: LearnerChange): Promise<CommitOutcome> {
    const { learner } = batch
    if (isEmpty(change)) return { committed: true, stateVersion: batch.stateVersion }
    const versionKey = stateVersionKey(learner)
    await this.#quota.refuseFull(change.updates, learner)
    if (!(await batch.includeKeys(keysOf(change, learner)))) return { committed: false, conflict: versionKey }
    const { texts: writes, results, trail } = changedRecords(change, batch)
    const { stateVersion } = batch
    const expected = new Map<string, string | undefined>([[versionKey, numberText(stateVersion)]])
    for (const key of batch.sharedRead.keys()) expected.set(key, batch.text(key))
    for (const update of change.updates) {
      if (!isOfAll(update.scope) || (isOfEntry(update) && !restsOnEntry(update))) continue
      const key = isOfEntry(update) ? keyOfEntry(update, learner) : recordKey(update, learner)
      expected.set(key, batch.text(key))
    }
    for (const [key, text] of batch.entriesRead) expected.set(key, text)
    writes.set(versionKey, String(stateVersion + 1))
    const state = changesState(change) ? stateOf(change, { results, trail }, batch) : undefined
    if (state?.trails) writes.set(wholeTrailsKey(learner), wholeTrailsText)
    this.#log(writes, { learner, stateVersion: stateVersion + 1, state, log: change.log })
    for (const [key, text] of change.part?.expected ?? []) expected.set(key, text)
    for (const [key, text] of change.part?.writes ?? []) writes.set(key, text)
    return this.#underWay.add(learner, this.#committed(expected, writes, stateVersion + 1))
  }

  /**
   * Stores lines for the event log alone, after all that is stored of the learner.
   * @throws CompositorError `store-full`, `store-unavailable`
   */
  async commitLines(learner: string, { log }: Pick<LearnerChange, 'log'>): Promise<CommitOutcome> {
    const versionKey = stateVersionKey(learner)
    const before = this.knownVersion(learner) ?? (await this.versions(learner)).stateVersion
    const writes = new Map<string, string | undefined>([[versionKey, String(before + 1)]])
    this.#log(writes, { learner, stateVersion: before + 1, log })
    return this.#committed(new Map([[versionKey, numberText(before)]]), writes, before + 1)
  }

  /**
   * Stores how far a learner has come in courses, in place of what was kept of these, and that all they did counts from now on; refused
   * where anything of the learner was stored since `before`.
   * @param before the learner's number when it was counted
   * @throws CompositorError `store-full`, `store-unavailable`
   */
  async commitTrails(
    learner: string,
    before: number,
    trails: ReadonlyMap<string, CourseTrail>,
    log: ChangeLog,
  ): Promise<CommitOutcome> {
    const versionKey = stateVersionKey(learner)
    const writes = new Map<string, string | undefined>([
      [versionKey, String(before + 1)],
      [wholeTrailsKey(learner), wholeTrailsText],
    ])
    for (const [context, trail] of trails) writes.set(trailKey(learner, context), JSON.stringify(trail))
    const state = { at: log.at, fields: [], results: [], trails: Object.fromEntries(trails) }
    this.#log(writes, { learner, stateVersion: before + 1, state, log })
    const expected = new Map([[versionKey, numberText(before)]])
    return this.#underWay.add(learner, this.#committed(expected, writes, before + 1))
  }

  /**
   * Deletes the learner's own values at a block with its grade and completion, all at once or not at all. Work on the
   * learner that is under way is done again.
   * @returns whether there was anything to delete
   * @throws CompositorError `store-full`, `store-unavailable`, `learner-write-conflict`
   */
  async deleteState(deletion: StateDeletion): Promise<boolean> {
    try {
      return await deleteStored(this.records, deletion, this.sendsStates)
    } catch (thrown) {
      throw CompositorError.from(thrown, 'store-unavailable')
    }
  }

  async #committed(
    expected: ReadonlyMap<string, string | undefined>,
    writes: ReadonlyMap<string, string | undefined>,
    stateVersion: number,
  ): Promise<CommitOutcome> {
    try {
      const outcome = await this.records.commit({ expected, writes })
      return outcome.committed ? { committed: true, stateVersion } : outcome
    } catch (thrown) {
      throw CompositorError.from(thrown, 'store-unavailable')
    }
  }

  #log(writes: Map<string, string | undefined>, log: Omit<CommitLog, 'sendsStates'>): void {
    const { sendsStates } = this
    for (const [key, text] of logTexts({ ...log, sendsStates })) writes.set(key, text)
  }

  #knownNumber(key: string): number | undefined {
    const known = this.records.known(key)
    return known && Number(known.text ?? 0)
  }
}

function stateOf(
  change: LearnerChange,
  { results, trail }: Pick<ChangedRecords, 'results' | 'trail'>,
  batch: LearnerBatch,
): ChangedState {
  return {
    ...(change.log && { at: change.log.at }),
    ...(change.log?.staff && { staff: change.log.staff }),
    fields: changedFields(change, (update) =>
      isOfEntry(update) ? entryVersion(update, batch) : (batch.storedAt(update)?.version ?? 0) + 1,
    ),
    results: [...results].map(([usage, result]) => ({ usage, result })),
    // Who is new did nothing before.
    ...(batch.stateVersion === 0 && { trails: {} }),
    ...(trail && { trail }),
  }
}

/** As it is stored: of a learner of whom nothing is, there is none. */
function numberText(version: number): string | undefined {
  return version === 0 ? undefined : String(version)
}

function versionIn(key: string, text: string | undefined): number {
  return text === undefined ? 0 : (parsedRecord(key, text) as StoredRecord).version
}
