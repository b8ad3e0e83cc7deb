import type { SentFile } from '../view/sent-file.js'
import type { FileEntry, KeptFile } from './kept-file.js'

/** The bytes of a file: as one piece, as they come, or as a form sent them. */
export type FileContent = Uint8Array | AsyncIterable<Uint8Array> | ReadableStream<Uint8Array> | SentFile

/** How a file is kept. */
export interface PutOptions {
  /** Its media type, as somebody says it is: first bytes that say otherwise stand. Of a sent file it is its own if left out. */
  readonly type?: string
  /** Media types that are taken, such as `image/*` and `application/pdf`, of those that the block's type takes; all of them if left out. */
  readonly kinds?: readonly string[]
  /** Most bytes, where that is less than the block's type takes. */
  readonly size?: number
}

/** Which files are listed. */
export interface FilesPage {
  /** The name after which it begins. */
  readonly after?: string
  /** How many at most; 100 if not said, and never more than 1,000. */
  readonly limit?: number
}

/** A page of files, by name. */
export interface ListedFiles {
  readonly items: readonly FileEntry[]
  /** What the next page begins after; null for the last one. */
  readonly next: string | null
}

/** A place that files are read from, each under its name. */
export interface ReadFiles {
  /** A file, or undefined. */
  get(name: string): Promise<KeptFile | undefined>
  /** Its files in the order of their names, without reading them. */
  list(page?: FilesPage): Promise<ListedFiles>
}

/** A place that files are kept in, each under its name, which may have folders: `week1/essay.pdf`. */
export interface KeptFiles extends ReadFiles {
  /**
   * Keeps a file, in place of one of the same name. It counts, and is stored for good, with what else the handler changes; where the
   * handler refuses or fails it was never kept. Of a stream no more is read than is taken, and it is in memory in pieces only.
   * @throws CompositorError `file-name`, `file-kind`, `file-too-large`, `files-full`
   */
  put(name: string, content: FileContent, options?: PutOptions): Promise<FileEntry>
  /** Removes a file. @returns whether there was one */
  delete(name: string): Promise<boolean>
}

/**
 * Files that a block keeps of this learner: nobody else's block reads them, nor does another learner. They go when the learner's state of
 * the block is deleted. How much is kept, and of which kinds, the block's type says in its capability `keeps`, within what the host
 * allows. Views read them, handlers put them.
 */
export abstract class Files implements KeptFiles {
  abstract put(name: string, content: FileContent, options?: PutOptions): Promise<FileEntry>
  abstract get(name: string): Promise<KeptFile | undefined>
  abstract list(page?: FilesPage): Promise<ListedFiles>
  abstract delete(name: string): Promise<boolean>
  /** Files of the block that all its learners share: whoever may call the handler that answers with one gets it. */
  abstract readonly ofBlock: KeptFiles
}
