import type { BlockTypes } from '../../runtime/block/index.js'
import type { ReadVersion, VersionFiles } from './version-files.js'

/** A version with its files. */
export interface VersionWithFiles {
  readonly version: ReadVersion
  readonly files: VersionFiles
  /** The number of a block in it. */
  readonly numberOf?: (usage: string) => Promise<number>
}

/** What operations need besides the draft. */
export interface OperationOptions {
  readonly types: BlockTypes
  /** The draft that a block to be pasted is in; the draft itself where that is the block's. */
  readonly draftOf: (usage: string) => Promise<VersionWithFiles>
  /** The newest version that a deleted block was in. */
  readonly lastWith: (usage: string) => Promise<VersionWithFiles | undefined>
  readonly now: () => Date
}
