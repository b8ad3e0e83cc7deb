/** Changes of the files of a version: pure, of files and blocks that are read as they are asked for. */
export { changedValues, type BlockEdit } from './block-edit.js'
export { readAgain } from './read-again.js'
export type { ReadAgain } from './joined-part.js'
export { rewrittenBlock } from './rewrite-block.js'
export {
  changedFiles,
  filesOf,
  type FileChanges,
  type ReadVersion,
  type VersionFiles,
} from './version-files.js'
