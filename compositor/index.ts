/** The learners' side's door to units: store what was published, get it composed. */
export { compose } from './compose.js'
export { Compositor, unitNotFound, type CompositorOptions, type CompositorStats } from './compositor.js'
export { bankPool, holds, withUsages } from './bank-pools.js'
export type { BankPool } from './bank-pool.js'
export type { Drawn, Members } from './drawn-members.js'
export { maxScoreOf, type UnitSummary } from './unit-summary.js'
export { PublishedContext } from './published-context.js'
export {
  contextNotPublished,
  UnitStore,
  type AssetBytes,
  type PublishOutcome,
  type PublishProgress,
} from './unit-store.js'
export { WorkerPool, type WorkerPoolOptions } from './worker-pool.js'
