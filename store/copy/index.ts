/** Moving a whole store from one driver to another. */
export { copyStore, type CopyOutcome, type CopyProgress } from './store-copy.js'
