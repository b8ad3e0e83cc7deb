import { CompositorError } from '../../runtime/errors/index.js'
import type { Records } from '../../store/index.js'
import { logTexts, type ChangedState, type CommitLog, changedFields } from './change-log.js'
import { entryVersion, isOfEntry, keyOfEntry, restsOnEntry } from './changed-entries.js'
import type { CommitsUnderWay } from './commits-under-way.js'
import type { CourseTrail } from './course-trail.js'
import { EntryQuota } from './entry-quota.js'
import type { LearnerBatch } from './learner-batch.js'
import {
  changedRecords,
  changesState,
  isEmpty,
  keysOf,
  type ChangedRecords,
  type ChangeLog,
  type LearnerChange,
} from './learner-change.js'
import type { VersionReader } from './learner-versions.js'
import {
  isOfAll,
  recordKey,
  stateVersionKey,
  trailKey,
  wholeTrailsKey,
  wholeTrailsText,
} from './record-key.js'

/** What came of a commit: stored, with the learner's new number; or refused, as a record had changed. */
export type CommitOutcome =
  | { readonly committed: true; readonly stateVersion: number }
  | { readonly committed: false; readonly conflict: string }

/** Stores what changes of learners, each change whole or not at all. */
export class LearnerCommits {
  readonly #quota: EntryQuota

  /** @param sendsStates whether the event log is told of every field that changes, too */
  constructor(
    private readonly records: Records,
    private readonly versions: VersionReader,
    private readonly underWay: CommitsUnderWay,
    private readonly sendsStates: boolean,
  ) {
    this.#quota = new EntryQuota(records)
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
    return this.underWay.add(learner, this.#committed(expected, writes, stateVersion + 1))
  }

  /**
   * Stores lines for the event log alone, after all that is stored of the learner.
   * @throws CompositorError `store-full`, `store-unavailable`
   */
  async commitLines(learner: string, { log }: Pick<LearnerChange, 'log'>): Promise<CommitOutcome> {
    const versionKey = stateVersionKey(learner)
    const before = this.versions.knownOf(learner) ?? (await this.versions.read(learner)).stateVersion
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
    return this.underWay.add(learner, this.#committed(expected, writes, before + 1))
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
