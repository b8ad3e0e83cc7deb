import type { Finding } from '../../runtime/errors/index.js'
import type { EditedBlock, LibraryPin } from '../version/index.js'

/** What an import did. */
export interface ImportOutcome {
  /** Key of the course or library, as text. */
  readonly context: string
  readonly kind: 'course' | 'library'
  readonly title: string
  /** Whether it was stored: always, unless it was to be without errors and has some. */
  readonly stored: boolean
  /** Hash of the version that is now the draft: the import, or the import under edits that were kept. */
  readonly version: string
  /** Hash of the version as it was imported. */
  readonly imported: string
  /** Whether the draft is another one than before, or the same read by other block types. */
  readonly changed: boolean
  /** Whether the context was left as it is, see `ImportOptions.unlessChanged`. */
  readonly kept: boolean
  /** Whether it is the first import of its context, which `ImportOptions.opens` says is to be published. */
  readonly opening: boolean
  /** The version that learners saw before, or null. */
  readonly publishedBefore: string | null
  /** The edits that the import met in the draft, kept or replaced as it was told. */
  readonly edits: readonly EditedBlock[]
  /** Number of blocks by type; what could not be read counts as what it would have been. */
  readonly blocks: Readonly<Record<string, number>>
  /** Number of units. */
  readonly units: number
  /** Contexts that were published without this library version and can be published again. */
  readonly waiting: readonly string[]
  /** Contexts that were published without one of {@link libraries} and can be published again. */
  readonly healing: readonly string[]
  /** Library versions that came with it and were not here before. */
  readonly libraries: readonly LibraryPin[]
  /** Those that came with it and that references follow: to be published where nothing of their libraries is. */
  readonly followed: readonly LibraryPin[]
  readonly findings: readonly Finding[]
  /** References to libraries that lead nowhere yet; they may heal by an import of the library. */
  readonly references: readonly Finding[]
}
