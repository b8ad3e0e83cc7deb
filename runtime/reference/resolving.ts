import type { PoolQuery } from '../block/pool-query.js'
import type { MadePool } from '../unit/packed-pool.js'
import type { PublishedBlock, SummaryBlock } from '../unit/published-unit.js'
import type { LibrarySource, PinnedLibrary } from './library-source.js'
import type { Lost } from './lost.js'
import type { Scores } from './summary-block.js'

/** What whoever resolves references is asked for before it goes on. */
export type Wanted =
  | { readonly kind: 'library'; readonly pin: PinnedLibrary }
  /** Usage keys of the blocks of a library that a subset asks for, in the library's order. */
  | { readonly kind: 'matching'; readonly source: LibrarySource; readonly query: PoolQuery }
  /** What stands at the top of a library. */
  | { readonly kind: 'top'; readonly source: LibrarySource }
  /** Blocks of a library with all inside them; and what was kept so far may be written. */
  | { readonly kind: 'blocks'; readonly source: LibrarySource; readonly keys: readonly string[] }
  /** Largest scores of a block and those inside it. */
  | { readonly kind: 'scores'; readonly block: PublishedBlock }

/** A piece of resolving: it yields what it wants, and goes on with the answer. */
export type Resolving<T> = Generator<Wanted, T, LibrarySource | Scores | readonly string[] | undefined>

/** What is made while references are resolved. */
export interface ResolutionRecords {
  /** Told of each record of a library block, and of its summary, once, by its content hash. */
  readonly block: (hash: string, block: PublishedBlock) => void
  readonly summary: (hash: string, summary: SummaryBlock) => void
  /** Told of what banks draw from; left out, banks have it listed in their records. */
  readonly pool?: (hash: string, pool: MadePool) => void
  /** Told of each reference that leads nowhere. */
  readonly lost: (lost: Lost) => void
  /** Whether what refers to nothing yet, and holds nothing, is one of those; else it is shown as its type shows it. */
  readonly tellsUnset?: boolean
}
