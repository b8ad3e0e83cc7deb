/** What references to libraries stand for, resolved once, when what refers is published. */
export { gatherUnit } from './gather.js'
export { LibraryAtHand, type LibrarySource, type PinnedLibrary } from './library-source.js'
export { Resolution, type Lost, type ResolutionRecords, type Resolving, type Wanted } from './resolution.js'
export { titleOf, type Scores } from './summary-block.js'
