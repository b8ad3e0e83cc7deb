export type { FailedBlock } from './block-failure.js'
export { BlockRuntime, type BlockCall, type BlockRuntimeOptions } from './block-runtime.js'
export { Session, type BlockEvent, type SessionOptions } from './session.js'
export { jsonResponse, type HandlerOutcome } from './handler-outcome.js'
