import type { LibrarySource, PinnedLibrary } from '../../runtime/reference/index.js'
import type { PublishedBlock } from '../../runtime/unit/index.js'
import type { VersionView } from '../version/index.js'
import { topBlocks } from './outline.js'
import type { PublishedBlocks } from './published-blocks.js'

/** A library version of the authors' store, as references are looked up in it. */
export class StoredLibrary implements LibrarySource {
  #top: readonly string[] | undefined

  constructor(
    readonly pin: PinnedLibrary,
    readonly view: VersionView,
    readonly blocks: PublishedBlocks,
  ) {}

  get top(): readonly string[] {
    return this.#top ?? []
  }

  block(key: string): PublishedBlock | undefined {
    return key === this.blocks.view.root ? undefined : this.blocks.block(key)
  }

  async loadTop(): Promise<void> {
    const { view } = this.blocks
    this.#top ??= topBlocks((await view.blocks([view.root])).get(view.root)?.children ?? [])
  }
}
