export type { EventLog } from './event-log.js'
export { FileEventLog } from './file-event-log.js'
export { MemoryEventLog } from './memory-event-log.js'
export { trackingEvent, type TrackingContext, type TrackingEvent } from './tracking-event.js'
