import type { LogDeed, LogEntry } from '../version/index.js'

/** A line of the log of a course or library, as people read it. */
export interface VersionLine {
  /** Counts from 1 in its context. */
  readonly number: number
  /** Name of the version: the hash of its files. */
  readonly version: string
  readonly what: LogDeed
  /** Whether drafts were read where the files have both. */
  readonly reading: LogEntry['reading']
  /** ISO 8601. */
  readonly at: string
  readonly name?: string
  readonly comment?: string
  readonly author?: string
  /** Numbers of the lines that it was made of. */
  readonly parents: readonly number[]
  readonly isDraft: boolean
  readonly isPublished: boolean
  /** Of the history of a block, usage keys of blocks below it that the line changed. */
  readonly by?: readonly string[]
  /** Present where the files were not kept when it was imported, and were written from its blocks. */
  readonly rewritten?: true
}

/** @param parents numbers of the entries it was made of */
export function versionLine(
  entry: LogEntry,
  parents: readonly number[],
  { isDraft, isPublished }: Pick<VersionLine, 'isDraft' | 'isPublished'>,
): VersionLine {
  const { number, tree: version, what, reading, at, name, comment, author, rewritten } = entry
  return {
    number,
    version,
    what,
    reading,
    at,
    ...(name !== undefined && { name }),
    ...(comment !== undefined && { comment }),
    ...(author !== undefined && { author }),
    parents,
    isDraft,
    isPublished,
    ...(rewritten && { rewritten }),
  }
}
