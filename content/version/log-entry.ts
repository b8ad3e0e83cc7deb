/** What an entry came of; `create` of a context that was made here with nothing in it. */
export type LogDeed = 'create' | 'import' | 'edit' | 'publish' | 'revert' | 'discard' | 'merge'

/** Which of the two readings of one tree of files: with the drafts in it, or what it says is published. */
export type ReadingKind = 'draft' | 'published'

/** A line of the log of a course or library: who made which version of what, and when. Never changed once it is there. */
export interface LogEntry {
  readonly format: 1
  /** Key of the learning context, as text. */
  readonly context: string
  readonly kind: 'course' | 'library'
  /** Counts from 1 in its context. */
  readonly number: number
  /** The number that it has at the site it came from with a course, in whose log it was made. */
  readonly originNumber?: number
  /** Name of the version: root of its tree of files. */
  readonly tree: string
  readonly reading: ReadingKind
  /** Hashes of the entries that it was made of; none for the first. */
  readonly parents: readonly string[]
  readonly what: LogDeed
  readonly name?: string
  readonly comment?: string
  readonly author?: string
  /** ISO 8601. */
  readonly at: string
  /** Root of the map of names that were given to nameless blocks, where reading the files alone would give others. */
  readonly ids?: string
  /** Root of the map from usage key to the block's own number, those left out that have 1. */
  readonly numbers?: string
  /** The folder that the files stood in in the archive they came in. */
  readonly folder?: string
  /** Present where the files were not kept when it was imported, and were written from its blocks. */
  readonly rewritten?: true
}

/** What a person says of a version that they make. */
export interface LogWords {
  readonly name?: string | undefined
  readonly comment?: string | undefined
  readonly author?: string | undefined
}

export const entryBlob = (hash: string) => `entry:${hash}`
