import type { BlockEvent } from '../../runtime/session/index.js'
import { originalBlock, type ComposedBlock, type ComposedUnit } from '../../runtime/unit/index.js'
import type { Json } from '../../runtime/values/index.js'
import type { Learner } from '../learner.js'

/** One line of the event log, shaped like the incumbent's tracking logs. */
export interface TrackingEvent {
  /** ISO 8601, UTC. */
  readonly time: string
  /** Same as `name`: readers of the older logs look here. */
  readonly event_type: string
  readonly name: string
  readonly event_source: 'server'
  readonly context: TrackingContext
  readonly event: Json
}

/** Where and with whom an event happened. */
export interface TrackingContext {
  readonly course_id: string
  /** The learner's anonymous id. */
  readonly user_id: string
  readonly unit: string
  readonly module: {
    readonly usage_key: string
    readonly display_name: string
    /** The library block that a block came from; the library version of a reference, the block's own of a linked copy. */
    readonly original_usage_key?: string
    readonly original_usage_version?: string
  }
}

/**
 * The log's form of something a block published.
 * @param block the block that published it
 * @param at epoch milliseconds
 */
export function trackingEvent(
  { type, payload }: BlockEvent,
  block: ComposedBlock,
  { unit, learner, at }: { readonly unit: ComposedUnit; readonly learner: Learner; readonly at: number },
): TrackingEvent {
  const name = block.fields.display_name
  const original = originalBlock(block)
  return {
    time: new Date(at).toISOString(),
    event_type: type,
    name: type,
    event_source: 'server',
    context: {
      course_id: unit.context,
      user_id: learner.anonymousId,
      unit: unit.key,
      module: {
        usage_key: block.key,
        display_name: typeof name === 'string' ? name : '',
        ...(original && {
          original_usage_key: original.block,
          original_usage_version: original.version,
        }),
      },
    },
    event: payload,
  }
}
