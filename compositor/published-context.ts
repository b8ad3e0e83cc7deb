import { ContextualKey, type UsageKey } from '../runtime/keys/index.js'
import type { ComposedUnit, OutlineNode, Publication, UnitPlace } from '../runtime/unit/index.js'

/** The published version of one learning context, as the learners' side reads it. */
export class PublishedContext {
  readonly #versions: ReadonlyMap<string, string>
  #unitOfBlock: ReadonlyMap<string, string> | undefined
  #places: ReadonlyMap<string, UnitPlace> | undefined
  readonly #placed = new WeakMap<ComposedUnit, ComposedUnit>()

  /** @param hash content hash of the publication */
  constructor(
    readonly publication: Publication,
    readonly hash: string,
  ) {
    this.#versions = new Map(publication.units.map((unit) => [unit.key, `${unit.record}.${unit.inherited}`]))
  }

  /** Names what a unit is composed from, or undefined when no unit of this version has that key. */
  versionOf(unitKey: string): string | undefined {
    return this.#versions.get(unitKey)
  }

  /** The key of the unit a block stands in, or undefined when no unit of this version has it. */
  unitOf(usage: UsageKey): string | undefined {
    const placed = usage instanceof ContextualKey ? usage.usage : usage
    if (placed instanceof ContextualKey) return this.unitOf(placed)
    return this.#blocks().get(placed.withoutBranchOrVersion().toString())
  }

  /** The key of the block of an id, as links between units name it. */
  blockOfId(blockId: string): string | undefined {
    for (const block of this.#blocks().keys()) {
      if (block.endsWith(`+block@${blockId}`) || block.endsWith(`:${blockId}`)) return block
    }
    return undefined
  }

  /** A unit where it stands in this version: for the same unit, the same. */
  placed<U extends ComposedUnit>(unit: U): U {
    const known = this.#placed.get(unit)
    if (known) return known as U
    const place = (this.#places ??= placesIn(this.publication.outline)).get(unit.key)
    const placed = place ? { ...unit, place } : unit
    this.#placed.set(unit, placed)
    return placed
  }

  #blocks(): ReadonlyMap<string, string> {
    return (this.#unitOfBlock ??= new Map(
      this.publication.units.flatMap(({ key, blocks }) => blocks.map((block) => [block, key] as const)),
    ))
  }
}

/** Places of all that has nothing below it in an outline, by key: the first, of what stands in it twice. */
function placesIn(outline: OutlineNode): ReadonlyMap<string, UnitPlace> {
  const places = new Map<string, UnitPlace>()
  const walk = (node: OutlineNode, above: readonly OutlineNode[], name: string): void => {
    const path = [...above, node]
    const named = `${name}${JSON.stringify([node.staffOnly, node.release])}`
    if (node.children.length === 0 && !places.has(node.key)) places.set(node.key, { path, name: named })
    for (const child of node.children) walk(child, path, named)
  }
  walk(outline, [], '')
  return places
}
