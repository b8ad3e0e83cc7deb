/** A file that is kept, and can be read in parts. */
export interface StoredFile {
  /** In bytes. */
  readonly size: number
  /** The whole of it: for small ones. */
  bytes(): Promise<Uint8Array>
  /**
   * Part of it, read as it is taken and never far ahead.
   * @param first place of the first byte, from 0
   * @param end place after the last one
   */
  stream(first: number, end: number): ReadableStream<Uint8Array>
}

/** Where files are kept by the SHA-256 of their bytes (hexadecimal), each once, whoever refers to it. */
export interface FileStore {
  has(hash: string): Promise<boolean>
  /** Keeps a file, whole or not at all; it is durable when this resolves. */
  put(hash: string, bytes: Uint8Array): Promise<void>
  /** A file; undefined where there is none. */
  open(hash: string): Promise<StoredFile | undefined>
}
