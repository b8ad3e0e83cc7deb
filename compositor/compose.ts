import { fallbackType, type BlockTypes } from '../runtime/block/index.js'
import { CompositorError } from '../runtime/errors/index.js'
import type { ComposedUnit, GatheredUnit, PublishedBlock } from '../runtime/unit/index.js'
import { Composition, type CompositionWatch, type DrawnMember } from './composition.js'

/** A member of a bank's pool, with everything it is composed from. */
export interface GatheredMember {
  readonly member: DrawnMember
  /** Usage key, as text, that it has in the unit. */
  readonly key: string
  /** Usage key of the unit, as text, and its learning context. */
  readonly unit: string
  readonly context: string
  readonly block: PublishedBlock
  readonly blocks: GatheredUnit['blocks']
}

/**
 * A unit with every reference replaced by the library blocks it names, under the unit's own key
 * (seed: "Referencing Content Blocks in Library V2"). Pure, and never throws for what an author wrote: what cannot
 * be composed stands there as a failure. The same code runs in place and in a worker. Of a bank that draws from a pool,
 * the pool is named, and what somebody draws of it is composed then ({@link composeMember}).
 * @param version names what it was composed from @param watch told which block is being composed
 */
export function compose(
  { unit, inherited, policy, blocks }: GatheredUnit,
  version: string,
  types: BlockTypes,
  watch?: CompositionWatch,
): ComposedUnit {
  const { key, context } = unit
  const composition = new Composition({ unit: key, blocks, ...(policy && { policy }) }, types, watch)
  return composed(composition, { key, context, version, root: composition.root(unit.root, inherited) })
}

/**
 * A member of a bank's pool, as a unit of its own whose root is a mere holder: what stands in the member's place are the
 * root's children.
 */
export function composeMember(
  { member, key, unit, context, block, blocks }: GatheredMember,
  version: string,
  types: BlockTypes,
  watch?: CompositionWatch,
): ComposedUnit {
  const composition = new Composition({ unit, blocks }, types, watch)
  const children = composition.member(block, member)
  const root = { key, type: fallbackType, definition: '', fields: {}, children }
  return composed(composition, { key, context, version, root })
}

function composed({ diagnostics }: Composition, unit: ComposedUnit): ComposedUnit {
  return diagnostics.length > 0 ? { ...unit, diagnostics } : unit
}

/**
 * Composes what was gathered of a unit, or of a member of a pool.
 * @param text a GatheredUnit or GatheredMember, as JSON text
 * @param version names what it is composed from
 * @throws CompositorError `store-damaged` when the text is neither
 */
export function composeRecord(
  text: string,
  version: string,
  types: BlockTypes,
  watch?: CompositionWatch,
): ComposedUnit {
  const gathered = readGathered(text, version)
  return 'member' in gathered
    ? composeMember(gathered, version, types, watch)
    : compose(gathered, version, types, watch)
}

/** Reads what {@link composeRecord} takes. @throws CompositorError `store-damaged` */
export function readGathered(text: string, version: string): GatheredUnit | GatheredMember {
  try {
    const { unit, inherited, policy, member, block, blocks, ...rest } = JSON.parse(text) as {
      readonly [name in keyof (GatheredUnit & GatheredMember)]?: unknown
    }
    if (member && block && blocks) return { ...rest, unit, member, block, blocks } as GatheredMember
    if (isUnit(unit) && inherited && blocks)
      return { unit, inherited, blocks, ...(policy !== undefined && { policy }) } as GatheredUnit
  } catch (cause) {
    throw new CompositorError('store-damaged', `The unit record '${version}' is not JSON.`, { cause })
  }
  throw new CompositorError('store-damaged', `The unit record '${version}' is not a unit.`)
}

function isUnit(unit: unknown): boolean {
  return typeof unit === 'object' && unit !== null && 'root' in unit
}
