/** A text to keep under a name that always means this text. */
export interface Blob {
  /** `KIND:HASH`, or another name that says all that the text depends on: at most 1,500 bytes of UTF-8, without NUL. */
  readonly name: string
  /** Any Unicode but NUL and halves of surrogate pairs; JSON has neither. */
  readonly text: string
}

/** What is known of a blob without reading it. */
export interface BlobInfo {
  readonly name: string
  /** Bytes of its text. */
  readonly size: number
  /** Epoch milliseconds of the last time that somebody put it, were it there already or not. */
  readonly putAt: number
}

/**
 * Texts under names that never change their meaning: tree nodes, definitions, log entries, unit records, composed forms. They
 * may be cached anywhere, for ever. Files of bytes are kept beside them, in a `FileStore`.
 */
export interface Blobs {
  /** The texts under names, in their order, in one round trip; undefined where there is none. @throws CompositorError `store-unavailable`, `store-damaged` */
  texts(names: readonly string[]): Promise<(string | undefined)[]>

  /** Which of these names have a text. @throws CompositorError `store-unavailable` */
  having(names: readonly string[]): Promise<ReadonlySet<string>>

  /**
   * Keeps texts that are not there, and renews the time of those that are, so that no collector takes what a writer relies
   * on. Of two texts put under one name the first stays. All outlive the process when it resolves.
   * @returns how many were not there
   * @throws TypeError for names and texts that no driver keeps; nothing is put then
   * @throws CompositorError `store-full`, `store-unavailable`
   */
  put(blobs: readonly Blob[]): Promise<number>

  /** All blobs whose names begin so, in no order that means anything. */
  list(prefix: string): AsyncIterable<BlobInfo>

  /** Removes those of these blobs that were last put before a moment, in epoch milliseconds. @returns how many went */
  remove(names: readonly string[], putBefore: number): Promise<number>
}
