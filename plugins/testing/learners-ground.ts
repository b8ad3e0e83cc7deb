import type {
  BlockEvent,
  BlockRuntime,
  BlockTypes,
  ComposedBlock,
  CompositorError,
} from '../../runtime/index.js'
import type { MemoryFieldData } from './memory-field-data.js'
import type { PeopleAtHand } from '../../runtime/service/people-at-hand.js'
import type { TestResults } from './test-results.js'
import type { TestJob } from './test-job.js'

/** An event, and whose call published it. */
export interface LearnerEvent extends BlockEvent {
  readonly learner: string
}

/** What the learners of a test stand on together. */
export interface LearnersGround {
  readonly kernel: BlockRuntime
  readonly types: BlockTypes
  readonly fieldData: MemoryFieldData
  /** Who is known, and what blocks are told of them. */
  readonly people: PeopleAtHand
  /** What was placed, in order. */
  readonly roots: readonly ComposedBlock[]
  /** Everything published, in order. */
  readonly events: LearnerEvent[]
  /** What learners achieved at blocks. */
  readonly results: TestResults
  /** What handlers for staff started, by id. */
  readonly jobs: Map<string, TestJob>
  /** Epoch milliseconds. */
  now(): number
  /** Failures of blocks since they were last taken. */
  readonly failures: CompositorError[]
  /** Work comes one piece after another, so that nothing read is stale when it is saved. */
  turn<T>(work: () => Promise<T>): Promise<T>
}
