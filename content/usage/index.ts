/** Where library blocks and static files are used. */
export { BlockUsage, type PlacesPage } from './block-usage.js'
export type { BlockUse, LearnedPlace, UsedBlock, UsePlace } from './block-use.js'
export { FileUsage, type FileUses } from './file-uses.js'
export type { FileUser } from './kept-file-words.js'
