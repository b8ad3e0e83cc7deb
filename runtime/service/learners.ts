import type { BlockBase } from '../block/block.js'
import type { Json } from '../values/json.js'
import type { StaffRequest } from '../view/handler-request.js'
import type { ReadFiles } from './files.js'
import type { SubmissionHistory } from './submissions.js'

/**
 * The fields of a block as one learner has them, with what getters of the class work out of them: to read, never to change. It is
 * no block: what every block has, such as services and children, is not there.
 */
export type LearnersFields<B> = Readonly<B>

/** Points that a learner has at a block: raw, before its weight. */
export interface GivenGrade {
  readonly earned: number
  readonly possible: number
  /** When it was given, in epoch milliseconds. */
  readonly at: number
  /** What whoever graded it by hand wrote to the learner. */
  readonly comment?: string
}

/** A learner who has something stored at the block. */
export interface BlockLearner<B> {
  /** The host's id of them. */
  readonly id: string
  /** A stable id that says nothing of who they are, as events name them. */
  readonly anonymousId: string
  /** The block's fields as they have them. */
  readonly state: LearnersFields<B>
  readonly grade: GivenGrade | null
  /** From 0, not begun, to 1, done. */
  readonly completion: number
}

/** Which learners are asked for. */
export interface BlockLearnersQuery {
  /** The learner after whom the page begins: the `next` of the page before. */
  readonly after?: string | undefined
  /** 100 where it is left out, at most 1000. */
  readonly limit?: number
  /** What their ids begin with. */
  readonly search?: string
}

/** A page of learners, in an order that stays. */
export interface BlockLearnersPage<B> {
  readonly items: readonly BlockLearner<B>[]
  /** What to ask for `after` to get the next page; null where this is the last. */
  readonly next: string | null
}

/** A grade that staff give. */
export interface StaffGrade {
  /** Raw points, from 0 to `max`. */
  readonly score: number
  readonly max: number
  /** What the learner reads beside it. */
  readonly comment?: string
}

/** Everybody who has something stored at one block, for its staff. */
export interface BlockLearners<B> {
  /** A page of them with their fields and grades, in one read of the store besides that of their ids. */
  page(query?: BlockLearnersQuery): Promise<BlockLearnersPage<B>>
  /** All of them, read in pages while they are asked for. */
  all(): AsyncIterable<BlockLearner<B>>
  /** One of them; undefined where nothing is stored of this learner here. */
  find(learner: string): Promise<BlockLearner<B> | undefined>
  count(): Promise<number>
  /**
   * Grades a learner by hand. It is stored, and logged with who gave it, when the handler has answered: its answer goes out once
   * all grades are stored. One that refuses gives none.
   * @throws CompositorError `service-use` for numbers that are no score
   */
  grade(learner: string, grade: StaffGrade): void
  /** What a learner submitted here by {@link Submissions}. */
  submissions(learner: string): SubmissionHistory
  /** What a learner keeps here by {@link Files}, to read. */
  files(learner: string): ReadFiles
  /**
   * Starts a method of the block that is marked `@job`, which goes on in the background; where the same is under way with the
   * same input, that is given back.
   * @returns the job's id: how far it is stands at `/api/v1/jobs/ID`
   * @throws CompositorError `service-use` for a method that is no job
   */
  start(job: string, input?: Json): Promise<string>
}

/** Other learners' work at this block. Only handlers `for: 'staff'` have the request that opens it. */
export abstract class Learners {
  /** @throws CompositorError `service-use` anywhere but in a handler for staff, with the request that it was given */
  abstract of<B extends BlockBase>(block: B, request: StaffRequest): BlockLearners<B>
}
