import { scriptLibrary, scriptLibraryOf } from '../../runtime/service/index.js'
import type { PublishedAsset } from '../../runtime/unit/index.js'
import type { LibraryPin, VersionView } from '../version/index.js'

/** The static files of one library version, by the block they belong to. */
export class LibraryFiles {
  #byBlock: Promise<ReadonlyMap<string, Readonly<Record<string, PublishedAsset>>>> | undefined

  constructor(
    private readonly view: VersionView,
    private readonly pin: LibraryPin,
  ) {}

  /**
   * The files that a block brings, by every name they go by: its own, and those that belong to no block. What scripts import from goes by
   * the version's name alone, as others in the same course import from theirs.
   */
  async of(block: string): Promise<Readonly<Record<string, PublishedAsset>>> {
    const byBlock = await (this.#byBlock ??= this.#read())
    return { ...byBlock.get(''), ...byBlock.get(block) }
  }

  async #read(): Promise<ReadonlyMap<string, Record<string, PublishedAsset>>> {
    const byBlock = new Map<string, Record<string, PublishedAsset>>()
    for await (const [name, { hash, mimeType, size }] of this.view.assets()) {
      const slash = name.indexOf('/')
      const isBlocks = name.startsWith('lb:') && slash !== -1
      const block = isBlocks ? name.slice(0, slash) : ''
      let files = byBlock.get(block)
      if (!files) byBlock.set(block, (files = {}))
      const asset = { hash, mimeType, size }
      if (name === scriptLibrary) {
        files[scriptLibraryOf(this.pin)] = asset
        continue
      }
      files[name] = asset
      if (isBlocks) files[name.slice(slash + 1)] ??= asset
    }
    return byBlock
  }
}
