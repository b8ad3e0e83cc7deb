import type { LibrarySource, PinnedLibrary } from '../../runtime/reference/index.js'
import type { PublishedBlock } from '../../runtime/unit/index.js'
import { isJsonObject } from '../../runtime/values/json.js'
import type { VersionView } from '../version/index.js'
import { topBlocks } from './outline.js'
import type { PublishedBlocks } from './published-blocks.js'

/** A library version of the authors' store, as references are looked up in it. */
export class StoredLibrary implements LibrarySource {
  #top: readonly string[] | undefined
  /** Keys of blocks, by those that they were asked for by and had before. */
  readonly #renamed = new Map<string, string>()

  constructor(
    readonly pin: PinnedLibrary,
    readonly view: VersionView,
    readonly blocks: PublishedBlocks,
  ) {}

  get top(): readonly string[] {
    return this.#top ?? []
  }

  /** A block by the key that it has, or by one that it had: it keeps the key that it is asked for by, so that learners keep what they did. */
  block(key: string): PublishedBlock | undefined {
    if (key === this.blocks.view.root) return undefined
    const now = this.#renamed.get(key)
    const found = this.blocks.block(now ?? key)
    return found && now !== undefined ? { ...found, key } : found
  }

  /** Loads what {@link block} needs of blocks and all below them. @throws CompositorError `store-unavailable`, `store-damaged` */
  async load(keys: readonly string[]): Promise<void> {
    await this.blocks.load(keys)
    const missing = keys.filter((key) => this.block(key) === undefined)
    if (missing.length === 0) return
    const renamed = await this.view.fact('renamed_blocks')
    if (!isJsonObject(renamed)) return
    for (const key of missing) {
      const now = Object.hasOwn(renamed, key) ? renamed[key] : undefined
      if (typeof now === 'string') this.#renamed.set(key, now)
    }
    await this.blocks.load([...this.#renamed.values()])
  }

  /** The key that a block has in this version, of one that it was asked for by. */
  ownKey(key: string): string {
    return this.#renamed.get(key) ?? key
  }

  async loadTop(): Promise<void> {
    const { view } = this.blocks
    this.#top ??= topBlocks((await view.blocks([view.root])).get(view.root)?.children ?? [])
  }
}
