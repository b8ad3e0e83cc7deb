import type { EventLog } from './event-log.js'
import type { TrackingEvent } from './tracking-event.js'

/** An event log to look into: for the test kit. */
export class MemoryEventLog implements EventLog {
  readonly events: TrackingEvent[] = []

  append(events: readonly TrackingEvent[]): void {
    this.events.push(...events)
  }

  async close(): Promise<void> {}
}
