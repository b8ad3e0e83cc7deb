import type { LibrarySource, PinnedLibrary } from '../../runtime/reference/index.js'
import type { PublishedBlock } from '../../runtime/unit/index.js'
import { topBlocks } from './outline.js'
import type { PublishedBlocks } from './published-blocks.js'

/** A library version of the authors' store, as references are looked up in it. */
export class StoredLibrary implements LibrarySource {
  readonly top: readonly string[]
  /** Usage keys of the blocks that something refers to. */
  readonly used = new Set<string>()

  constructor(
    readonly pin: PinnedLibrary,
    readonly blocks: PublishedBlocks,
  ) {
    this.top = topBlocks(blocks.version)
  }

  typeOf(key: string): string | undefined {
    return this.blocks.has(key) ? this.blocks.version.blocks[key]?.type : undefined
  }

  block(key: string): PublishedBlock | undefined {
    const found = key === this.blocks.version.root ? undefined : this.blocks.block(key)
    if (found) this.used.add(key)
    return found
  }
}
