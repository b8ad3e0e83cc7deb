import type { StoredFile } from '../values/file-store.js'

/** What a file is sent as. */
export interface SentAs {
  /** What a browser saves it under: a name without folders. */
  readonly name: string
  /** Its media type. */
  readonly type: string
  /**
   * Whether it may be shown where it stands. It is only where it is a picture, sound, film or PDF; everything else is saved, as it
   * could act in the name of whoever opens it.
   */
  readonly isInline?: boolean
}

/**
 * An answer of bytes with a name and a type, which browsers save, or show where that is safe: `new FileAnswer(bytes, { name:
 * 'report.csv', type: 'text/csv' })`. A stream is sent as it comes; of a kept file browsers may ask for parts.
 */
export class FileAnswer {
  constructor(
    readonly content: Uint8Array | ReadableStream<Uint8Array> | StoredFile,
    readonly as: SentAs,
    /** Names this content, where it is asked for again. */
    readonly hash?: string,
  ) {}
}
