import type { Blobs } from './blobs.js'
import type { Files } from './files.js'
import type { Heads } from './heads.js'
import type { SearchIndex } from './search/index.js'
import type { Records } from './records.js'
import type { StoreCounts } from './store-counts.js'

/** Everything a site keeps. Nothing above this room knows which driver it is. */
export interface Store extends AsyncDisposable {
  /** What it was opened with, a password left out. */
  readonly address: string
  /** Where a host writes beside the store what is of this machine alone; undefined for a store that has no folder. */
  readonly folder?: string
  readonly blobs: Blobs
  readonly files: Files
  readonly heads: Heads
  readonly records: Records
  /** What can be made anew of the rest, to find things by; opened when it is first asked. */
  readonly search: SearchIndex
  /** What was asked of each part since it was opened; blobs and heads count together. */
  readonly counts: Readonly<Record<'content' | 'files' | 'learners', StoreCounts>>
  /**
   * Signs this store's cookies, anonymous ids and addresses: the same for every host on it, made where there is none.
   * @throws CompositorError `store-secret` for one that nobody may sign with
   */
  secret(): Promise<string>
  /** Lets what is being written end, then lets go of files and connections. */
  close(): Promise<void>
}
