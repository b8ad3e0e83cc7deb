import type { SinkState } from './event-log-state.js'
import type { TrackingEvent } from './tracking-event.js'

/**
 * What takes the lines on that are stored with what learners do. They are safe before it is told of them, and never in the way
 * of a request.
 */
export interface EventLog {
  /** Told of lines that were stored just now. */
  stored(lines: readonly TrackingEvent[]): void
  /** How it is doing, for operators. */
  readonly sinks?: readonly SinkState[]
  /** Sends what can be sent at once; what is left stays in the store. */
  close(): Promise<void>
}
