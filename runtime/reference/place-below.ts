import type { BlockTypes } from '../block/block-types.js'
import type { InnerOverrides, SaidAbove } from '../unit/inner-overrides.js'
import type { PublishedBlock } from '../unit/published-unit.js'
import { canonicalJson, type Json, type JsonObject } from '../values/json.js'
import { courseSays, librarySays, saidInside } from './said-above.js'
import type { OverridesFor } from './summary-block.js'

/** Where a block stands below references. */
export interface Place {
  /** What they say of it, and of the blocks in it. */
  readonly overridesFor: OverridesFor
  /** What they say of what is further down. */
  readonly said: SaidAbove | undefined
}

/** What a reference says of a library block that it brings. */
export interface SaidHere {
  readonly direct: JsonObject | undefined
  readonly inner: InnerOverrides | undefined
  /** What references above it say. */
  readonly above: SaidAbove | undefined
  /** Whether the course refers to the block itself. */
  readonly isOfCourse: boolean
}

/**
 * Where a library block stands, with a name that is the same for places where the same is said.
 * @param isAlone whether nothing is inside it
 */
export function placeBelow(
  found: PublishedBlock,
  isAlone: boolean,
  { direct, inner, above, isOfCourse }: SaidHere,
  types: BlockTypes,
): Place & { readonly name: string } {
  const said = saidInside(above, inner, isOfCourse)
  if (!said && !above) {
    const overridesFor: OverridesFor = (block) => (block.key === found.key ? direct : undefined)
    return { said, overridesFor, name: direct ? canonicalJson(direct) : '' }
  }
  const overridesFor: OverridesFor = (block) => {
    const type = types.get(block.type)
    const isFound = block.key === found.key
    const ofCourse = isFound && isOfCourse ? direct : courseSays(said ?? {}, block.key, type)
    const ofLibrary = isFound
      ? isOfCourse
        ? undefined
        : librarySays(above, block.key, type, direct)
      : librarySays(said, block.key, type)
    return ofCourse || ofLibrary ? { ...ofLibrary, ...ofCourse } : undefined
  }
  const own = overridesFor(found) ?? null
  return { said, overridesFor, name: canonicalJson([own, isAlone || !said ? null : (said as Json)]) }
}
