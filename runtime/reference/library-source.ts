import type { PoolQuery } from '../block/pool-query.js'
import type { PublishedBlock } from '../unit/published-unit.js'

/** One version of a library, as references name it. */
export interface PinnedLibrary {
  /** Library key, as text, without version. */
  readonly library: string
  /** Empty where no version is pinned; `latest` where the reference follows the library. */
  readonly version: string
}

/** A version of a library, as references are looked up in it. */
export interface LibrarySource {
  /** With the name of the version itself, whatever it was asked for by. */
  readonly pin: PinnedLibrary
  /** Usage keys of the blocks at its top, in its order; empty before it was asked for. */
  readonly top: readonly string[]
  /** A block with all inside it, as it was published; undefined where there is none, or it was not asked for before. */
  block(key: string): PublishedBlock | undefined
}

/** A library that is at hand with all its blocks, such as one that a test or a scenario brings. */
export class LibraryAtHand implements LibrarySource {
  readonly #blocks: ReadonlyMap<string, PublishedBlock>
  readonly top: readonly string[]

  /** @param blocks those at its top, in order */
  constructor(
    readonly pin: PinnedLibrary,
    readonly blocks: readonly PublishedBlock[],
  ) {
    this.top = blocks.map(({ key }) => key)
    this.#blocks = new Map([...within(blocks)].map((block) => [block.key, block]))
  }

  block(key: string): PublishedBlock | undefined {
    return this.#blocks.get(key)
  }

  /** The blocks at its top that are asked for. It has no tags and no collections, and the words of a block are those of its title. */
  matching({ collection, tags = [], words = '', types = [] }: PoolQuery): string[] {
    if (collection !== undefined || tags.length > 0) return []
    const wanted = words
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '')
    const found = this.blocks.filter(({ type, settings }) => {
      const { display_name: name } = settings
      const title = (typeof name === 'string' ? name : '').toLowerCase().split(/\s+/)
      const isWorded = wanted.every((word) => title.some((one) => one.startsWith(word)))
      return isWorded && (types.length === 0 || types.includes(type))
    })
    return found.map(({ key }) => key)
  }
}

function* within(blocks: readonly PublishedBlock[]): Iterable<PublishedBlock> {
  for (const block of blocks) {
    yield block
    yield* within(block.children)
  }
}
