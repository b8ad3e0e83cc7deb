import type { BlockTypes } from '../runtime/block/index.js'
import { CompositorError } from '../runtime/errors/index.js'
import type { ComposedUnit, GatheredUnit } from '../runtime/unit/index.js'
import { Composition, type CompositionWatch } from './composition.js'

/**
 * A unit with every reference replaced by the library blocks it names, under the unit's own key
 * (seed: "Referencing Content Blocks in Library V2"). Pure, and never throws for what an author wrote: what cannot
 * be composed stands there as a failure. The same code runs in place and in a worker.
 * @param version names what it was composed from @param watch told which block is being composed
 */
export function compose(
  gathered: GatheredUnit,
  version: string,
  types: BlockTypes,
  watch?: CompositionWatch,
): ComposedUnit {
  const composition = new Composition(gathered, types, watch)
  const root = composition.root()
  const { diagnostics } = composition
  const { unit } = gathered
  return {
    key: unit.key,
    context: unit.context,
    version,
    root,
    ...(diagnostics.length > 0 && { diagnostics }),
  }
}

/**
 * Composes a gathered unit.
 * @param text a GatheredUnit, as JSON text
 * @param version names what it is composed from
 * @throws CompositorError `store-damaged` when the text is none
 */
export function composeRecord(
  text: string,
  version: string,
  types: BlockTypes,
  watch?: CompositionWatch,
): ComposedUnit {
  return compose(readGathered(text, version), version, types, watch)
}

/** Reads a gathered unit. @throws CompositorError `store-damaged` */
export function readGathered(text: string, version: string): GatheredUnit {
  try {
    const { unit, inherited, blocks } = JSON.parse(text) as Partial<GatheredUnit>
    if (unit?.root && inherited && blocks) return { unit, inherited, blocks }
  } catch (cause) {
    throw new CompositorError('store-damaged', `The unit record '${version}' is not JSON.`, { cause })
  }
  throw new CompositorError('store-damaged', `The unit record '${version}' is not a unit.`)
}
