import type { TrackingEvent } from './tracking-event.js'

/** Where events go: kept in the order given, whole, and never in the way of a request. */
export interface EventLog {
  /** Takes events over; failures are reported by the log, not thrown. */
  append(events: readonly TrackingEvent[]): void
  /** Waits until everything taken over is written or reported. */
  close(): Promise<void>
}
