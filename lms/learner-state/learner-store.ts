import type { FieldUpdate, RecordAddress } from '../../runtime/block/index.js'
import type { BlockResult, CompletionChange, GradeChange } from './block-result.js'
import type { LearnerBatch } from './learner-batch.js'

/** What one request changes of a learner: stored all at once or not at all. */
export interface LearnerChange {
  readonly updates: readonly FieldUpdate[]
  readonly grades: readonly GradeChange[]
  readonly completions: readonly CompletionChange[]
}

/** What came of a commit: stored, with the learner's new version; or refused, as a record had changed. */
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

/**
 * Where everything of learners is kept: field values of the learner scopes, grades and completion. Several
 * processes may use one store at once (docs/decisions/0004-simultaneous-learner-writes.md).
 */
export interface LearnerStore {
  /** The newest values at these addresses, in one batch. */
  load(learner: string, addresses: Iterable<RecordAddress>): LearnerBatch

  /** A number that changes whenever anything of this learner is stored; one cheap read. */
  stateVersion(learner: string): number

  /** A number that changes whenever one of these records of all learners is stored; a cheap read of each. */
  sharedVersion(addresses: Iterable<RecordAddress>): number

  /** What the learner achieved at these blocks; those without a result are left out. */
  results(learner: string, usages: Iterable<string>): ReadonlyMap<string, BlockResult>

  /**
   * The ids of learners of whom values are stored for a block, whether or not they still see it, in an order that stays;
   * all of them where no page is asked for.
   */
  learnersOf(usage: string, page?: LearnersPage): readonly string[]

  /** How many learners there are of whom values are stored for a block. */
  countLearnersOf(usage: string): number

  /**
   * Stores a change that was worked out from a batch, unless the learner's version, or a record of all learners
   * that was looked at, is no longer what the batch had. A change of nothing always succeeds.
   * @throws CompositorError `store-unavailable`
   */
  commit(batch: LearnerBatch, change: LearnerChange): Promise<CommitOutcome>

  /**
   * Deletes the learner's own values at a block with its grade and completion, all at once or not at all. Work on the
   * learner that is under way is done again.
   * @returns whether there was anything to delete
   * @throws CompositorError `store-unavailable`
   */
  deleteState(learner: string, usage: string): Promise<boolean>

  /** Waits for what is being stored, then lets go of the files. */
  close(): Promise<void>
}
