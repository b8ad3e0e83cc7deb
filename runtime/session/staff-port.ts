import type { FieldData } from '../block/field-values.js'
import type { GivenGrade, StaffGrade } from '../service/learners.js'
import type { ComposedBlock } from '../unit/composed-unit.js'
import type { Json } from '../values/json.js'

/** What a host knows of one learner at one block. */
export interface StoredLearner {
  readonly id: string
  readonly anonymousId: string
  /** Their values, of the scopes that the block has. */
  readonly data: FieldData
  readonly grade: GivenGrade | null
  /** From 0, not begun, to 1, done. */
  readonly completion: number
}

/** Which learners a block's staff ask for. */
export interface StoredLearnersQuery {
  readonly after?: string | undefined
  readonly limit: number
  readonly search?: string | undefined
}

/** What a host does for those of staff that look at a block's learners. */
export interface StaffPort {
  /** Those who have something stored at a block, in an order that stays. */
  page(block: ComposedBlock, query: StoredLearnersQuery): Promise<readonly StoredLearner[]>
  /** One of them; undefined where nothing is stored of this learner there. */
  find(block: ComposedBlock, learner: string): Promise<StoredLearner | undefined>
  count(block: ComposedBlock): Promise<number>
  /** Starts a job of a block. @returns its id */
  start(block: ComposedBlock, job: string, input: Json): Promise<string>
}

/** A grade that somebody of staff gave a learner, to be stored once the call that gave it has ended well. */
export interface GradeDeed {
  readonly block: ComposedBlock
  readonly learner: string
  readonly grade: StaffGrade
}
