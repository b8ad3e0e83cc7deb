import type { Json } from '../values/json.js'

/** What a learner handed in once. */
export interface Submission {
  /** Which it is of theirs, counted from 1. */
  readonly attempt: number
  /** Epoch milliseconds. */
  readonly at: number
  readonly answer: Json
}

/** Which submissions are asked for. */
export interface SubmissionsQuery {
  /** The attempt before which the page begins: the `next` of the page before. */
  readonly before?: number | undefined
  /** 100 where it is left out, at most 1000. */
  readonly limit?: number
}

/** A page of submissions, the newest first. */
export interface SubmissionsPage {
  readonly items: readonly Submission[]
  /** What to ask for `before` to get the next page; null where this is the last. */
  readonly next: number | null
}

/** What one learner handed in at one block. */
export interface SubmissionHistory {
  page(query?: SubmissionsQuery): Promise<SubmissionsPage>
  latest(): Promise<Submission | undefined>
  count(): Promise<number>
}

/**
 * What the learner hands in at this block, each attempt kept as it was (the incumbent's `submissions`). Deleted with their state.
 */
export abstract class Submissions implements SubmissionHistory {
  /** Hands in an answer. @throws CompositorError `learner-state-too-large` */
  abstract create(answer: Json): Promise<Submission>
  abstract page(query?: SubmissionsQuery): Promise<SubmissionsPage>
  abstract latest(): Promise<Submission | undefined>
  abstract count(): Promise<number>
}
