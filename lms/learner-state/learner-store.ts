import type { RecordAddress } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import type { Records } from '../../store/index.js'
import type { BlockResult } from './block-result.js'
import { LearnerBatch, type Foreseen, type FormerKeys, type StoredRecord } from './learner-batch.js'
import { trailWithout, type CourseTrail, type TrailStep } from './course-trail.js'
import {
  changedFields,
  logTexts,
  type ChangedField,
  type ChangedState,
  type CommitLog,
} from './change-log.js'
import {
  changedRecords,
  changesState,
  isEmpty,
  keysOf,
  type ChangedRecords,
  type ChangeLog,
  type LearnerChange,
} from './learner-change.js'
import { CourseLearners } from './course-learners.js'
import { entryVersion, isOfEntry, keyOfEntry, restsOnEntry } from './changed-entries.js'
import { EntryQuota } from './entry-quota.js'
import { learnerOfText } from './learner-text.js'
import { parsedRecord } from './parsed-record.js'
import { untoldText, type UntoldDeletion } from './untold-deletions.js'
import {
  entriesAtPrefix,
  isOfAll,
  learnerOfKey,
  learnersOfPrefix,
  learnersSearchPrefix,
  recordKey,
  resultKey,
  stateOfBlocks,
  stateVersionKey,
  trailKey,
  untoldKey,
} from './record-key.js'

/** What came of a commit: stored, with the learner's new number; or refused, as a record had changed. */
export type CommitOutcome =
  | { readonly committed: true; readonly stateVersion: number }
  | { readonly committed: false; readonly conflict: string }

/** Which learners of a block are listed. */
export interface LearnersPage {
  /** The learner after whom it begins; or `before`, the one before whom it ends. */
  readonly after?: string | undefined
  readonly before?: string | undefined
  readonly limit?: number | undefined
  /** What ids begin with; of ids that are long, or not plain ASCII without spaces, the whole. */
  readonly search?: string | undefined
}

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

/** Follows all that a key may hold. */
const lastCharacter = '\u007f'

/** How often deleting is tried while others store something of the same learner. */
const tries = 40

/**
 * What is kept of learners, upon the records of any store: field values of the learner scopes, grades and completion.
 * Several processes may use one store at once (docs/decisions/0063-records-in-one-batch.md).
 */
export class LearnerStore {
  /** Commits under way, by learner: who reads waits for what was to be stored before. */
  readonly #committing = new Map<string, Promise<unknown>>()
  readonly #quota: EntryQuota
  /** Who began with anything in a course. */
  readonly courseLearners: CourseLearners

  constructor(
    readonly records: Records,
    private readonly options: LearnerStoreOptions = {},
  ) {
    this.#quota = new EntryQuota(records)
    this.courseLearners = new CourseLearners(records)
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
    await this.#committing.get(learner)
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

  /** How far a learner has come in a course; undefined where they did nothing there. @throws CompositorError `store-unavailable` */
  async trail(learner: string, context: string): Promise<CourseTrail | undefined> {
    await this.#committing.get(learner)
    const key = trailKey(learner, context)
    return parsedAt<CourseTrail>(await this.records.read([key]), key)
  }

  /**
   * The courses in which a learner did something, as far as their keys are short, with how far they have come: what they did last first.
   * @param most how many are read @throws CompositorError `store-unavailable`
   */
  async trails(learner: string, most: number): Promise<ReadonlyMap<string, CourseTrail>> {
    await this.#committing.get(learner)
    const from = trailKey(learner, '')
    const found = await this.records.range({ from, to: `${from}${lastCharacter}`, limit: most })
    const trails = found.flatMap(({ key, text }) => {
      const context = key.slice(from.length)
      return context.startsWith('#') ? [] : [[context, parsedRecord(key, text) as CourseTrail] as const]
    })
    return new Map(trails.sort(([, one], [, other]) => (other.at ?? 0) - (one.at ?? 0)))
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
   * The ids of learners of whom values are stored for a block, whether or not they still see it, in an order that stays;
   * all of them where no page is asked for. @throws CompositorError `store-unavailable`
   */
  async learnersOf(usage: string, page: LearnersPage = {}): Promise<readonly string[]> {
    const { after, before, search = '', limit } = page
    const prefix = search === '' ? learnersOfPrefix(usage) : learnersSearchPrefix(usage, search)
    const isBackward = before !== undefined
    const found = await this.records.range({
      // The first character that a key may hold follows a space.
      from: after === undefined ? prefix : `${learnerOfKey(usage, after)} `,
      to: isBackward ? learnerOfKey(usage, before) : `${prefix}${lastCharacter}`,
      limit,
      isBackward,
    })
    const learners = found.map(({ text }) => learnerOfText(text))
    return isBackward ? learners.toReversed() : learners
  }

  /** Whether values of a learner are stored for a block. @throws CompositorError `store-unavailable` */
  async isLearnerOf(usage: string, learner: string): Promise<boolean> {
    const key = learnerOfKey(usage, learner)
    return (await this.records.read([key])).has(key)
  }

  /** How many learners there are of whom values are stored for a block. @throws CompositorError `store-unavailable` */
  async countLearnersOf(usage: string): Promise<number> {
    const prefix = learnersOfPrefix(usage)
    return this.records.count({ from: prefix, to: `${prefix}${lastCharacter}` })
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
    this.#log(writes, { learner, stateVersion: stateVersion + 1, state, log: change.log })
    for (const [key, text] of change.part?.expected ?? []) expected.set(key, text)
    for (const [key, text] of change.part?.writes ?? []) writes.set(key, text)
    return this.#underWay(learner, this.#committed(expected, writes, stateVersion + 1))
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
   * Deletes the learner's own values at a block with its grade and completion, all at once or not at all. Work on the
   * learner that is under way is done again.
   * @param log what the event log is told where there was anything
   * @param former keys that the block had before it was renamed
   * @param step where it stands, so that what was done there counts no longer
   * @param untold whose it was, where the block's type is to be told of it: kept in the same commit until it is
   * @returns whether there was anything to delete
   * @throws CompositorError `store-full`, `store-unavailable`, `learner-write-conflict`
   */
  async deleteState(
    learner: string,
    usage: string,
    log?: ChangeLog,
    former: readonly string[] = [],
    step?: TrailStep,
    untold?: Pick<UntoldDeletion, 'at'> & UntoldDeletion['learner'],
  ): Promise<boolean> {
    const states = [usage, ...former].flatMap((id) =>
      stateOfBlocks.map((family) => {
        const address = { scope: 'userState', id, ...(family !== 'xblock.v1' && { family }) } as const
        return { address, key: recordKey(address, learner) }
      }),
    )
    const results = new Map([usage, ...former].map((id) => [id, resultKey(learner, id)]))
    const notes = [usage, ...former].map((id) => learnerOfKey(id, learner))
    const keys = [...states.map(({ key }) => key), ...results.values(), ...notes]
    const versionKey = stateVersionKey(learner)
    const trailOf = step && trailKey(learner, step.context)
    const wanted = [versionKey, ...keys, ...(trailOf === undefined ? [] : [trailOf])]
    for (let tried = 0; tried < tries; tried++) {
      const found = await this.records.read(wanted)
      const entries = await this.#entriesAt(learner, [usage, ...former])
      const stored = [...keys.filter((key) => found.has(key)), ...[...entries.values()].flat()]
      if (stored.length === 0) return false
      const version = Number(found.get(versionKey) ?? 0)
      const writes = new Map<string, string | undefined>(stored.map((key) => [key, undefined]))
      writes.set(versionKey, String(version + 1))
      const expected = new Map([[versionKey, found.get(versionKey)]])
      const read = <T>(key = ''): T | undefined => parsedAt<T>(found, key)
      // A block counts once, under whichever of its keys.
      const result = read<BlockResult>([...results.values()].find((key) => found.has(key)))
      const trail = step && trailWithout(step, read<CourseTrail>(trailOf), result)
      if (trail && trailOf !== undefined) writes.set(trailOf, JSON.stringify(trail.after))
      const state = {
        ...(log && { at: log.at }),
        fields: states.flatMap(({ address, key }) => removedFields(address, key, found.get(key))),
        results: [...results].flatMap(([id, key]) => (found.has(key) ? [{ usage: id, result: null }] : [])),
        deleted: [usage, ...former].filter(
          (id) =>
            states.some(({ address, key }) => address.id === id && found.has(key)) ||
            (entries.get(id)?.length ?? 0) > 0,
        ),
        ...(trail && { trail: trail.change }),
      }
      this.#log(writes, { learner, stateVersion: version + 1, state, log })
      if (untold) {
        const { at, ...of } = untold
        const own = states.find(({ address, key }) => !('family' in address) && found.has(key))
        const values = own ? (read<StoredRecord>(own.key)?.values ?? {}) : {}
        const text = untoldText({ usage, learner: of, values, isErased: false, at })
        writes.set(untoldKey(learner, usage, version + 1), text)
      }
      if ((await this.#committed(expected, writes, version + 1)).committed) return true
    }
    throw new CompositorError(
      'learner-write-conflict',
      `What learner '${learner.slice(0, 80)}' did could not be deleted: it changed ${tries} times meanwhile.`,
    )
  }

  /** The keys of all entries of a learner's own collections at blocks. */
  async #entriesAt(
    learner: string,
    usages: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const found = usages.map(async (id) => {
      const prefix = entriesAtPrefix({ scope: 'userState', id }, learner)
      const entries = await this.records.range({ from: prefix, to: `${prefix}${lastCharacter}` })
      return [id, entries.map(({ key }) => key)] as const
    })
    return new Map(await Promise.all(found))
  }

  /** Has who reads something of the learner wait for a commit, however it ends. */
  #underWay<T>(learner: string, commit: Promise<T>): Promise<T> {
    const ended: Promise<void> = commit.then(
      () => this.#ended(learner, ended),
      () => this.#ended(learner, ended),
    )
    this.#committing.set(learner, ended)
    return commit
  }

  #ended(learner: string, commit: Promise<void>): void {
    if (this.#committing.get(learner) === commit) this.#committing.delete(learner)
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
    fields: changedFields(change, (update) =>
      isOfEntry(update) ? entryVersion(update, batch) : (batch.storedAt(update)?.version ?? 0) + 1,
    ),
    results: [...results].map(([usage, result]) => ({ usage, result })),
    ...(trail && { trail }),
  }
}

function parsedAt<T>(found: ReadonlyMap<string, string>, key: string): T | undefined {
  const text = found.get(key)
  return text === undefined ? undefined : (parsedRecord(key, text) as T)
}

function removedFields(address: RecordAddress, key: string, text: string | undefined): ChangedField[] {
  if (text === undefined) return []
  const { values } = parsedRecord(key, text) as StoredRecord
  return Object.keys(values).map((field) => ({ ...address, field, removed: true }))
}

/** As it is stored: of a learner of whom nothing is, there is none. */
function numberText(version: number): string | undefined {
  return version === 0 ? undefined : String(version)
}

function versionIn(key: string, text: string | undefined): number {
  return text === undefined ? 0 : (parsedRecord(key, text) as StoredRecord).version
}
