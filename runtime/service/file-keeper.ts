import type { StoredFile } from '../values/file-store.js'
import type { SentFile } from '../view/sent-file.js'

/** How much of files a block keeps, in bytes but for `names`. */
export interface FileLimits {
  /** Of one file. */
  readonly size: number
  /** Of one learner. */
  readonly learner: number
  /** Of those that all its learners share. */
  readonly block: number
  /** How many of one learner, and how many that are shared. */
  readonly names: number
}

const mebibyte = 1024 * 1024

/** What a host keeps for each block where it says nothing: 100 MiB a file, 250 MiB a learner, 1 GiB that all share, 1,000 files each. */
export const usualFileLimits: FileLimits = {
  size: 100 * mebibyte,
  learner: 250 * mebibyte,
  block: 1024 * mebibyte,
  names: 1000,
}

/** Files that blocks of a type keep: their capability `keeps`. */
export interface KeptKinds extends Partial<FileLimits> {
  /** Media types that are taken, such as `image/*` and `application/pdf`; any if left out. What a file is, its first bytes say. */
  readonly kinds?: readonly string[]
}

/** How bytes are taken. */
export interface KeepingBounds {
  /** Most bytes. */
  readonly limit: number
  readonly tooLarge: () => Error
  /** Looks at the first bytes before anything is kept; what it throws refuses the file. */
  readonly look: (head: Uint8Array) => void
}

/** Where the bytes of blocks' files are kept; who has which file, the records of learners say. A host binds it. */
export abstract class FileKeeper {
  /** The host's own bounds. */
  abstract readonly limits: FileLimits
  /**
   * Keeps bytes as they come, whole or not at all.
   * @throws what `look` and `tooLarge` say, and what reading them throws; CompositorError `store-full`, `store-unavailable`
   */
  abstract keep(
    content: AsyncIterable<Uint8Array> | SentFile,
    bounds: KeepingBounds,
  ): Promise<{ readonly hash: string; readonly size: number }>
  /** The bytes of a hash; undefined where they are not kept. */
  abstract open(hash: string): Promise<StoredFile | undefined>
}
