import type { ComposedBlock } from '../unit/composed-unit.js'
import type { JsonObject } from '../values/json.js'
import type { RecordAddress } from '../block/field-values.js'
import type { GivenGrade } from './learners.js'
import type { Clock, User } from './standard-services.js'

/** The block a service is for, and the request it stands in. */
export interface ServedBlock {
  readonly composed: ComposedBlock
  /** The block's learning context, as text. */
  readonly context: string
  /** The learner of the request, where the host says who it is. */
  readonly user: User | undefined
  /** The time as this request sees it: what asks `isPast` is kept until then. */
  readonly clock: Clock | undefined
  /** What `work` gives; the block's own deadline stands still meanwhile, for work that has one of its own. */
  waitFor<T>(work: Promise<T>): Promise<T>
  /** The learner's grade at the block, where the host keeps any. */
  readonly grade?: GivenGrade | undefined
  publish(event: string, payload: object): void
  /** Stored values of this learner. */
  record(address: RecordAddress): JsonObject | undefined
}

/** A service that is another for each block: what a host binds gives the block its own. */
export interface ServiceForBlock<T> {
  forBlock(block: ServedBlock): T
}

/** Whether a bound service gives each block its own. */
export function isForBlock(service: unknown): service is ServiceForBlock<unknown> {
  return (
    typeof service === 'object' &&
    service !== null &&
    'forBlock' in service &&
    typeof service.forBlock === 'function'
  )
}
