import type { EventLogState } from './event-log-state.js'
import type { TrackingEvent } from './tracking-event.js'

/** Where events go: kept in the order given, whole, and never in the way of a request. */
export interface EventLog {
  /** Takes events over; failures are reported by the log, not thrown. */
  append(events: readonly TrackingEvent[]): void
  /**
   * Asked before something is stored that is to be logged.
   * @throws CompositorError `store-full` when more is waiting than may be kept: what could not be logged is not stored
   */
  check?(): void
  /** How it is doing, for operators. */
  readonly state?: EventLogState
  /** Waits until everything taken over is written or reported. */
  close(): Promise<void>
}
