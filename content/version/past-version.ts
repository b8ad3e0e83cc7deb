import type { LogDeed } from './log-entry.js'
import type { MadeVersion } from './made-version.js'

/** A version that was in the log of the same course or library at another site, stored here. */
export interface PastVersion {
  readonly made: MadeVersion
  /** Its number there. */
  readonly number: number
  /** Numbers there of those it was made of. */
  readonly parents: readonly number[]
  readonly what: LogDeed
  /** ISO 8601. */
  readonly at: string
  readonly name?: string | undefined
  readonly comment?: string | undefined
  readonly author?: string | undefined
}

/** What came before an import. */
export interface PastVersions {
  /** The oldest first. */
  readonly versions: readonly PastVersion[]
  /** Number of the one that the import goes on from. */
  readonly last: number
}
