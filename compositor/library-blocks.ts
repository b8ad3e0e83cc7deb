import type { BlockReference } from '../runtime/block/index.js'
import { CompositorError } from '../runtime/errors/index.js'
import type { PublishedBlock, PublishedSource } from '../runtime/unit/index.js'

/** The library blocks that one unit's record carries, found by reference. */
export class LibraryBlocks {
  readonly #sources: ReadonlyMap<string, PublishedSource>

  constructor(sources: readonly PublishedSource[]) {
    this.#sources = new Map(sources.map((source) => [address(source), source]))
  }

  /**
   * The blocks that a reference names: one, or for `*` all at the top of the library, in its order.
   * @throws CompositorError `library-version-missing`, `library-block-missing`
   */
  find(reference: BlockReference): readonly PublishedBlock[] {
    const source = this.#sources.get(address(reference))
    if (reference.version === '') {
      throw new CompositorError(
        'library-version-missing',
        `'${reference.block}' is referred to, but no version of its library is pinned.`,
      )
    }
    if (!source) {
      throw new CompositorError(
        'library-version-missing',
        `Version '${reference.version}' of library '${reference.library}' was not there when the unit was published.`,
      )
    }
    if (reference.block === '*') return topBlocks(source)
    const block = Object.hasOwn(source.blocks, reference.block)
      ? source.blocks[reference.block]
      : Object.values(source.blocks)
          .flatMap(descendantsOf)
          .find(({ key }) => key === reference.block)
    if (block) return [block]
    throw new CompositorError(
      'library-block-missing',
      `Version '${reference.version}' of library '${reference.library}' has no block '${reference.block}'.`,
    )
  }
}

function address({ library, version }: { readonly library: string; readonly version: string }): string {
  return `${library}@${version}`
}

/** A record may also list, beside a container, a block inside it that another reference names. */
function topBlocks({ blocks }: PublishedSource): readonly PublishedBlock[] {
  const all = Object.values(blocks)
  const inside = new Set(all.flatMap(descendantsOf).map(({ key }) => key))
  return inside.size === 0 ? all : all.filter(({ key }) => !inside.has(key))
}

function descendantsOf({ children }: PublishedBlock): PublishedBlock[] {
  return children.flatMap((child) => [child, ...descendantsOf(child)])
}
