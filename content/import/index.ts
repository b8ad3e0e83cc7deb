export { publishedSince, type AskedPublish } from './asked-import.js'
export type { ImportOptions, ImportProgress, ReadScripts } from './import-options.js'
export type { ImportOutcome } from './import-outcome.js'
export { importPath } from './import-path.js'
