import type { EventLog } from './event-log.js'
import type { TrackingEvent } from './tracking-event.js'

/** An event log to look into: for tests and benchmarks. */
export class MemoryEventLog implements EventLog {
  readonly events: TrackingEvent[] = []

  stored(lines: readonly TrackingEvent[]): void {
    this.events.push(...lines)
  }

  async close(): Promise<void> {}
}
