/** What was read out of the files of a version, beside its tree. Immutable, named by its hash. */
export interface VersionReading {
  readonly format: 1
  readonly context: string
  readonly kind: 'course' | 'library'
  readonly title: string
  /** Usage key of the root block, as text; of a v2 library its key. */
  readonly root: string
  /** Root of the map from usage key to `VersionBlock`. */
  readonly blocks: string
  /** Of the map from name to `VersionFile`: static files by the name content uses after `/static/`. */
  readonly assets: string
  /** Of the map from another name of a static file to its name. */
  readonly aliases: string
  /** Of the map from a path to the usage keys of the blocks that were read from that file. */
  readonly byFile: string
  /** Of the map of what concerns the whole, by name. */
  readonly facts: string
  /** Paths that are not in normal form C, as macOS writes them. */
  readonly decomposed?: readonly string[]
}

export const readingBlob = (hash: string) => `reading:${hash}`
