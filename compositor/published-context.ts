import { ContextualKey, type UsageKey } from '../runtime/keys/index.js'
import type { Publication } from '../runtime/unit/index.js'

/** The published version of one learning context, as the learners' side reads it. */
export class PublishedContext {
  readonly #records: ReadonlyMap<string, string>
  #unitOfBlock: ReadonlyMap<string, string> | undefined

  /** @param hash content hash of the publication */
  constructor(
    readonly publication: Publication,
    readonly hash: string,
  ) {
    this.#records = new Map(publication.units.map(({ key, record }) => [key, record]))
  }

  /** The content hash of a unit's record, or undefined when no unit of this version has that key. */
  recordOf(unitKey: string): string | undefined {
    return this.#records.get(unitKey)
  }

  /** The key of the unit a block stands in, or undefined when no unit of this version has it. */
  unitOf(usage: UsageKey): string | undefined {
    const placed = usage instanceof ContextualKey ? usage.usage : usage
    if (placed instanceof ContextualKey) return this.unitOf(placed)
    return this.#blocks().get(placed.withoutBranchOrVersion().toString())
  }

  /** The key of the unit with a block of this id, as links between units name it. */
  unitOfBlockId(blockId: string): string | undefined {
    for (const [block, unit] of this.#blocks()) {
      if (block.endsWith(`+block@${blockId}`) || block.endsWith(`:${blockId}`)) return unit
    }
    return undefined
  }

  #blocks(): ReadonlyMap<string, string> {
    return (this.#unitOfBlock ??= new Map(
      this.publication.units.flatMap(({ key, blocks }) => blocks.map((block) => [block, key] as const)),
    ))
  }
}
