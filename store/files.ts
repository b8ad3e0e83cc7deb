import type { FileStore, StoredFile } from '../runtime/values/index.js'

const hashForm = /^[0-9a-f]{64}$/

/** Whether a file can have this name: a SHA-256, hexadecimal. */
export function isFileHash(hash: string): boolean {
  return hashForm.test(hash)
}

/** What is known of a kept file without reading it. */
export interface FileInfo {
  /** The SHA-256 of its bytes, hexadecimal. */
  readonly hash: string
  /** In bytes. */
  readonly size: number
  /** Epoch milliseconds of the last time that somebody put it, were it there already or not. */
  readonly putAt: number
}

/** The bytes of a file: as one piece, or as they come. */
export type FileBytes = Uint8Array | AsyncIterable<Uint8Array>

/** Files of bytes, each once, under the SHA-256 of its bytes; kept in parts of 256 KiB by drivers that have no files. */
export interface Files extends FileStore {
  /** Which of these hashes have a file. @throws CompositorError `store-unavailable` */
  having(hashes: readonly string[]): Promise<ReadonlySet<string>>

  /**
   * Keeps a file whole or not at all, or renews the time of one that is there, whose bytes are then not read. It outlives the
   * process when this resolves.
   * @throws TypeError for what is no hash, or not the hash of these bytes
   * @throws CompositorError `store-full`, `store-unavailable`; and what reading the bytes throws
   */
  put(hash: string, bytes: FileBytes): Promise<void>

  /**
   * Keeps many small files as {@link put} does, each whole or not at all; drivers that have to wait for a disk wait for it once.
   * @throws those of {@link put}; some may then be kept
   */
  putAll(files: readonly { readonly hash: string; readonly bytes: Uint8Array }[]): Promise<void>

  /** A file, or undefined. @throws CompositorError `store-unavailable` */
  open(hash: string): Promise<StoredFile | undefined>

  /** All files, in no order that means anything. @throws CompositorError `store-unavailable` */
  list(): AsyncIterable<FileInfo>

  /** Removes those of these files that were last put before a moment, in epoch milliseconds. @returns how many went */
  remove(hashes: readonly string[], putBefore: number): Promise<number>
}
