import type { BlockTypes } from '../runtime/block/index.js'
import { CompositorError } from '../runtime/errors/index.js'
import type { ComposedUnit, PublishedUnit } from '../runtime/unit/index.js'
import { Composition, type CompositionWatch } from './composition.js'

/**
 * A unit with every reference replaced by the library blocks it names, under the unit's own key
 * (seed: "Referencing Content Blocks in Library V2"). Pure, and never throws for what an author wrote: what cannot
 * be composed stands there as a failure. The same code runs in place and in a worker.
 * @param version content hash of the unit's record @param watch told which block is being composed
 */
export function compose(
  unit: PublishedUnit,
  version: string,
  types: BlockTypes,
  watch?: CompositionWatch,
): ComposedUnit {
  const composition = new Composition(unit, types, watch)
  const root = composition.root()
  const { diagnostics } = composition
  return {
    key: unit.key,
    context: unit.context,
    version,
    root,
    ...(diagnostics.length > 0 && { diagnostics }),
  }
}

/**
 * Composes a unit's record.
 * @param record a PublishedUnit, as JSON text
 * @param version content hash of the record
 * @throws CompositorError `store-damaged` when the text is no such record
 */
export function composeRecord(
  record: string,
  version: string,
  types: BlockTypes,
  watch?: CompositionWatch,
): ComposedUnit {
  return compose(readRecord(record, version), version, types, watch)
}

/** Reads a unit's record. @throws CompositorError `store-damaged` */
export function readRecord(record: string, version: string): PublishedUnit {
  try {
    const unit = JSON.parse(record) as Partial<PublishedUnit>
    if (unit.root && unit.sources && unit.inherited) return unit as PublishedUnit
  } catch (cause) {
    throw new CompositorError('store-damaged', `The unit record '${version}' is not JSON.`, { cause })
  }
  throw new CompositorError('store-damaged', `The unit record '${version}' is not a unit.`)
}
