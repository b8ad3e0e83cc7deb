import { parseUsageKey } from '../../runtime/keys/index.js'

/** A version of the same course or library, as far as names are concerned. */
export interface PreviousVersion {
  readonly blocks: {
    readonly [usage: string]: {
      readonly children: readonly string[]
      /** A hash of the block's own XML, where its author gave it no name. */
      readonly unnamed?: string
    }
  }
}

/** A block that its author gave no name, in the version before. */
export interface PreviousBlock {
  readonly key: string
  readonly type: string
  readonly id: string
  /** See {@link PreviousVersion}; undefined in versions that did not note it. */
  readonly unnamed: string | undefined
}

/** The blocks without a name of the version before. */
export class PreviousBlocks {
  constructor(private readonly version: PreviousVersion) {}

  /** Those inside a block, in their order. */
  inside(parent: string): readonly PreviousBlock[] {
    const { blocks } = this.version
    if (!Object.hasOwn(blocks, parent)) return []
    return (blocks[parent]?.children ?? []).flatMap((key) => {
      const block = Object.hasOwn(blocks, key) ? blocks[key] : undefined
      if (block === undefined) return []
      const { blockType: type, blockId: id } = parseUsageKey(key)
      const { unnamed } = block
      return unnamed !== undefined || isGenerated(type, id) ? [{ key, type, id, unnamed }] : []
    })
  }

  /** Whether a block stood directly inside another. */
  holds(parent: string, key: string): boolean {
    const { blocks } = this.version
    return Object.hasOwn(blocks, parent) && blocks[parent]?.children.includes(key) === true
  }

  /** Whether a block has a name that its author gave. */
  isNamed(key: string): boolean {
    const { blocks } = this.version
    const block = Object.hasOwn(blocks, key) ? blocks[key] : undefined
    if (block === undefined || block.unnamed !== undefined) return false
    const { blockType, blockId } = parseUsageKey(key)
    return !isGenerated(blockType, blockId)
  }
}

/** Ids that versions without a note of it gave to blocks without a name: the type and one or two hashes. */
function isGenerated(type: string, id: string): boolean {
  return id.startsWith(`${type}_`) && /^[0-9a-f]{12}(?:_[0-9a-f]{12})?$/.test(id.slice(type.length + 1))
}
