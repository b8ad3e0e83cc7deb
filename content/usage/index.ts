/** Where library blocks are used. */
export type { BlockUse, LearnedPlace, UsedBlock, UsePlace } from './block-use.js'
