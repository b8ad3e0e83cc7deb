/** A range of keys, in the order of their characters' codes. */
export interface KeyRange {
  /** The first key that may be in it, and the first that is behind it. */
  readonly from: string
  readonly to: string
  readonly limit?: number | undefined
  /** Whether it is read from its end; what is answered then begins with the last. */
  readonly isBackward?: boolean | undefined
}

/** A record: a text, as a blob's, under a key of plain ASCII without control characters, at most 1,500 bytes. */
export interface StoredText {
  readonly key: string
  readonly text: string
}

/** What one commit rests on and changes. */
export interface RecordsCommit {
  /** Texts that records must still have, undefined for none. */
  readonly expected: ReadonlyMap<string, string | undefined>
  /** Texts to write, undefined to remove. */
  readonly writes: ReadonlyMap<string, string | undefined>
}

/** What came of a commit: everything, or nothing, with a key whose record was another than expected. */
export type RecordsOutcome =
  | { readonly committed: true }
  | { readonly committed: false; readonly conflict: string }

/**
 * What is kept of learners, with their results, events and jobs: read in one asynchronous batch before the work, committed
 * whole or not at all. Any number of processes may write (docs/decisions/0004-simultaneous-learner-writes.md).
 */
export interface Records {
  /**
   * A record as it is known at once: what is newest, read by drivers that read without waiting; `undefined` by networked ones,
   * as who was answered on one host must see it on the next.
   */
  known(key: string): { readonly text: string | undefined } | undefined

  /** The texts of records, of one moment, without those that are not there. @throws CompositorError `store-unavailable` */
  read(keys: readonly string[]): Promise<ReadonlyMap<string, string>>

  /** The records in a range. @throws CompositorError `store-unavailable` */
  range(range: KeyRange): Promise<readonly StoredText[]>

  /** How many records there are in a range. @throws CompositorError `store-unavailable` */
  count(range: Pick<KeyRange, 'from' | 'to'>): Promise<number>

  /**
   * Compares and writes in one step; what is committed outlives the process once it resolves.
   * @throws TypeError for keys and texts that no driver keeps; nothing is written then
   * @throws CompositorError `store-full`, `store-unavailable`
   */
  commit(commit: RecordsCommit): Promise<RecordsOutcome>
}
