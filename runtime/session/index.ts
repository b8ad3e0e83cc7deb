export type { FailedBlock } from './block-failure.js'
export { BlockRuntime, type BlockRuntimeOptions } from './block-runtime.js'
export { Session, type BlockEvent, type SessionOptions } from './session.js'
export { jsonResponse, type HandlerOutcome } from './handler-outcome.js'
