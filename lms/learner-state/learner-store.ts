import type { RecordAddress } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import type { Records } from '../../store/index.js'
import { BlockLearners } from './block-learners.js'
import type { BlockResult } from './block-result.js'
import { CommitsUnderWay } from './commits-under-way.js'
import { CourseLearners } from './course-learners.js'
import type { CourseTrail } from './course-trail.js'
import { CourseTrails } from './course-trails.js'
import { LearnerBatch, type Foreseen, type FormerKeys } from './learner-batch.js'
import type { ChangeLog, LearnerChange } from './learner-change.js'
import { LearnerCommits, type CommitOutcome } from './learner-commits.js'
import { VersionReader, type LearnerVersions } from './learner-versions.js'
import { parsedRecord } from './parsed-record.js'
import { resultKey } from './record-key.js'
import { deleteStored, type StateDeletion } from './state-deletion.js'

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
  readonly #versions: VersionReader
  readonly #commits: LearnerCommits
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
    this.#versions = new VersionReader(records)
    this.#commits = new LearnerCommits(records, this.#versions, this.#underWay, this.sendsStates)
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
    foreseen: Foreseen = {},
  ): Promise<LearnerBatch> {
    await this.#underWay.settled(learner)
    const batch = new LearnerBatch(learner, this.records, foreseen.former)
    const all = [...addresses]
    await batch.foresee({ ...foreseen, addresses: [...all, ...(foreseen.addresses ?? [])] })
    if (all.length > 0) await batch.include(all)
    return batch
  }

  /** Whether the event log is told of every field that changes, too. */
  get sendsStates(): boolean {
    return this.options.sendsStates ?? false
  }

  /** See {@link VersionReader.knownOf}. */
  knownVersion(learner: string): number | undefined {
    return this.#versions.knownOf(learner)
  }

  /** See {@link VersionReader.known}. */
  knownVersions(learner: string, shared: readonly RecordAddress[]): LearnerVersions | undefined {
    return this.#versions.known(learner, shared)
  }

  /** See {@link VersionReader.read}. */
  versions(learner: string, shared: readonly RecordAddress[] = []): Promise<LearnerVersions> {
    return this.#versions.read(learner, shared)
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

  /** See {@link LearnerCommits.commit}. */
  commit(batch: LearnerBatch, change: LearnerChange): Promise<CommitOutcome> {
    return this.#commits.commit(batch, change)
  }

  /** See {@link LearnerCommits.commitLines}. */
  commitLines(learner: string, change: Pick<LearnerChange, 'log'>): Promise<CommitOutcome> {
    return this.#commits.commitLines(learner, change)
  }

  /** See {@link LearnerCommits.commitTrails}. */
  commitTrails(
    learner: string,
    before: number,
    trails: ReadonlyMap<string, CourseTrail>,
    log: ChangeLog,
  ): Promise<CommitOutcome> {
    return this.#commits.commitTrails(learner, before, trails, log)
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
}
