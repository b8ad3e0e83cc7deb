import type { FileStore } from '../runtime/values/index.js'
import type { Blobs } from './blobs.js'
import type { Heads } from './heads.js'
import type { Records } from './records.js'

/** Everything a site keeps. Nothing above this room knows which driver it is. */
export interface Store extends AsyncDisposable {
  /** What it was opened with, a password left out. */
  readonly address: string
  readonly blobs: Blobs
  readonly files: FileStore
  readonly heads: Heads
  readonly records: Records
  /** Lets what is being written end, then lets go of files and connections. */
  close(): Promise<void>
}
