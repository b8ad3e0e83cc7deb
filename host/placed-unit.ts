import type { PublishedContext } from '../compositor/index.js'
import type { ComposedUnit } from '../runtime/index.js'

/** A composed unit where it stands in what is published. */
export async function placedUnit(known: PublishedContext, unit: ComposedUnit): Promise<ComposedUnit> {
  const place = (known.known(unit.key) ?? (await known.unit(unit.key)))?.place
  return place ? known.placed(unit, place) : unit
}
