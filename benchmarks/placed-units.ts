import type { PlacedUnit, PublishedContext } from '../compositor/index.js'
import type { OutlineNode } from '../runtime/index.js'

/** All units of a published context, in course order. */
export async function placedUnits(published: PublishedContext): Promise<PlacedUnit[]> {
  const keysIn = ({ key, isUnit, children }: OutlineNode): string[] =>
    isUnit ? [key] : children.flatMap(keysIn)
  const keys = keysIn(await published.outline())
  const units = await published.units(keys)
  return keys.flatMap((key) => units.get(key) ?? [])
}
