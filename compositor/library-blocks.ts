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
   * Why a reference's whole library version is not there; undefined where it is.
   * @param beside the references that stand in the same place, itself among them
   */
  missing(reference: BlockReference, beside: readonly BlockReference[]): CompositorError | undefined {
    const { library, version } = reference
    if (version !== '' && this.#sources.has(address(reference))) return undefined
    const count = beside.filter((one) => one.version === version && one.library === library).length
    const blocks = count === 1 ? `'${reference.block}'` : `${count} blocks`
    return new CompositorError(
      'library-version-missing',
      version === ''
        ? `${blocks} of '${library}' should stand here, but no version of that library is pinned.`
        : `${blocks} should stand here, but version '${version}' of library '${library}' was not there when the unit was published.`,
    )
  }

  /**
   * The blocks that a reference names: one, or for `*` all at the top of the library, in its order.
   * @throws CompositorError `library-version-missing`, `library-block-missing`
   */
  find(reference: BlockReference): readonly PublishedBlock[] {
    const source = this.#sources.get(address(reference))
    const missing = this.missing(reference, [reference])
    if (missing || !source) throw missing
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
