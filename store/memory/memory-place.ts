import { HeadListeners } from '../head-listeners.js'

/** A text that is kept, and when it was put last. */
export interface KeptText {
  readonly text: string
  putAt: number
}

/** A file that is kept, and when it was put last. */
export interface KeptFile {
  readonly bytes: Uint8Array
  putAt: number
}

/** What stores in memory hold: several that are opened over one place are as several hosts over one store. */
export class MemoryPlace {
  readonly blobs = new Map<string, KeptText>()
  readonly files = new Map<string, KeptFile>()
  readonly heads = new Map<string, string>()
  readonly records = new Map<string, string>()
  readonly listeners = new HeadListeners()
}
