/** Where library blocks are used. */
export { BlockUsage, type PlacesPage } from './block-usage.js'
export type { BlockUse, LearnedPlace, UsedBlock, UsePlace } from './block-use.js'
