/** What references to libraries stand for, resolved once, when what refers is published. */
export { gatherUnit } from './gather.js'
export { LibraryAtHand, type LibrarySource, type PinnedLibrary } from './library-source.js'
export type { Lost } from './lost.js'
export { Resolution } from './resolution.js'
export type { ResolutionRecords, Resolving, Wanted } from './resolving.js'
export { courseSays, librarySays, saidInside } from './said-above.js'
export { SummaryBlocks, titleOf, type Scores } from './summary-block.js'
export { takes, unfitOverrides, type BroughtBlock, type UnfitOverride } from './unfit-overrides.js'
