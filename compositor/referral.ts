import { CompositorError } from '../runtime/errors/index.js'
import {
  ContextualKey,
  LibraryBlockKey,
  parseUsageKey,
  PathwayBlockKey,
  V1LibraryBlockKey,
  type UsageKey,
} from '../runtime/keys/index.js'
import type { BlockOrigin } from '../runtime/unit/index.js'

/** How a library block came to its place in a unit. */
export class Referral {
  /**
   * @param usage the referring block
   * @param from the version of the library
   * @param target the library block referred to
   */
  constructor(
    readonly usage: UsageKey,
    readonly from: Pick<BlockOrigin, 'library' | 'version'>,
    readonly target: string,
  ) {}

  /**
   * The key of the target or of a block inside it: contextual, or for an item of a pathway one of the pathway, `lx-pb:UUID:TYPE:ID[:CHILD]`.
   * @throws CompositorError `key-malformed`, `key-kind`
   */
  keyOf(block: string): UsageKey {
    const { usage } = this
    if (!(usage instanceof PathwayBlockKey && usage.isItem)) return contextualKey(usage, block)
    const { blockType, blockId } = parseUsageKey(block)
    const child = block === this.target ? {} : { childId: blockId }
    return new PathwayBlockKey({ pathway: usage.pathway, blockType, usageId: usage.usageId, ...child })
  }

  originOf(block: string): BlockOrigin {
    const { library, version } = this.from
    return { library, version, block }
  }
}

/** `cb::USAGE::BLOCK`. @throws CompositorError `key-malformed`, `key-kind` when `block` names no library block */
export function contextualKey(usage: UsageKey, block: string): ContextualKey {
  const definition = parseUsageKey(block)
  if (definition instanceof LibraryBlockKey || definition instanceof V1LibraryBlockKey) {
    return new ContextualKey({ usage, definition }).withoutBranchOrVersion()
  }
  throw new CompositorError(
    'key-kind',
    `A reference names '${block}', which is not the key of a library block.`,
  )
}
