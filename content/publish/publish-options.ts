import type { Finding } from '../../runtime/errors/index.js'
import type { BlockTypes } from '../../runtime/block/index.js'
import type { Scores } from '../../runtime/reference/index.js'
import type { Publication, PublishedBlock } from '../../runtime/unit/index.js'
import type { Blobs, Files } from '../../store/index.js'
import type { AuthoringStore, LibraryPin } from '../version/index.js'

/** How far a publish has come, in units. */
export interface PublishProgress {
  readonly done: number
  readonly total: number
}

/** What publishing reads from and writes to. */
export interface PublishOptions {
  readonly store: AuthoringStore
  readonly types: BlockTypes
  /** Where publications are kept. */
  readonly blobs: Blobs
  readonly files: Pick<Files, 'having' | 'put'>
  /** The version to publish; the draft when left out. */
  readonly version?: string | undefined
  /** What learners see of the context now: of it is taken over what is the same. */
  readonly before?: Publication | undefined
  /** Names the code that makes publications; what other code made is made anew. */
  readonly madeBy?: string | undefined
  /** Composes a block whose type does not say what it is worth; without it such blocks count one point. */
  readonly scores?: ((block: PublishedBlock) => Promise<Scores>) | undefined
  /** Called with the total before the first unit is made. */
  readonly onProgress?: ((progress: PublishProgress) => void) | undefined
}

/** A publication that is stored, and which nobody sees yet. */
export interface PreparedPublication {
  readonly publication: Publication
  /** Its content hash. */
  readonly hash: string
  /** Blobs and files that were not there before, nodes of maps left out. */
  readonly written: number
  readonly findings: readonly Finding[]
  /** Library versions that units refer to and that have not been imported. */
  readonly waiting: readonly LibraryPin[]
}
