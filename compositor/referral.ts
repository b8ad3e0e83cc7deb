import type { BlockReference } from '../runtime/block/index.js'
import { CompositorError } from '../runtime/errors/index.js'
import {
  ContextualKey,
  LibraryBlockKey,
  parseUsageKey,
  V1LibraryBlockKey,
  type UsageKey,
} from '../runtime/keys/index.js'
import type { BlockOrigin } from '../runtime/unit/index.js'

/** How a library block came to its place in a unit: the block that refers to it, and the references before. */
export class Referral {
  /** Whether the same library block already stands further up this chain of references. */
  readonly leadsBack: boolean
  readonly #path: readonly string[]

  /**
   * @param usage the referring block
   * @param target the library block referred to
   * @param before how the referring block itself came here, if it is a library block too
   */
  constructor(
    readonly usage: UsageKey,
    readonly reference: BlockReference,
    readonly target: string,
    before: Referral | undefined,
  ) {
    const step = `${reference.library}@${reference.version} ${target}`
    this.leadsBack = before !== undefined && before.#path.includes(step)
    this.#path = before ? [...before.#path, step] : [step]
  }

  /** The contextual key of the target or of a block inside it. @throws CompositorError `key-malformed`, `key-kind` */
  keyOf(block: string): ContextualKey {
    return contextualKey(this.usage, block)
  }

  originOf(block: string): BlockOrigin {
    const { library, version } = this.reference
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
