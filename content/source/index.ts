export { openSource } from './open-source.js'
export { MemorySource, type OlxSource } from './olx-source.js'
export { findRoot, type OlxRoot, type RootFile } from './olx-root.js'
export { sourceLimits, type SourceLimits } from './source-limits.js'
