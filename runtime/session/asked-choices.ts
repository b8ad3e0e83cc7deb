import { CompositorError } from '../errors/index.js'
import type { ComposedBlock } from '../unit/composed-unit.js'
import { checkedChoices, type FieldChoice } from '../view/field-choices.js'
import { callShown } from './block-calls.js'
import type { BlockPlaces } from './block-places.js'

/** What authors can choose from, by OLX name of the field; an error stands for what could not be found out. */
export type AskedChoices = ReadonlyMap<string, readonly FieldChoice[] | CompositorError>

/** Asks the methods of a block that are marked `@choicesFor`. Never throws. */
export async function askedChoices(places: BlockPlaces, composed: ComposedBlock): Promise<AskedChoices> {
  const methods = places.typeOf(composed)?.choiceMethods ?? new Map<string, string>()
  const found = new Map<string, readonly FieldChoice[] | CompositorError>()
  for (const [field, method] of methods) {
    try {
      const place = places.showing(composed, 'studio_view')
      const doing = `choices of '${field}'`
      found.set(field, await callShown(place, method, undefined, doing, checkedChoices))
    } catch (thrown) {
      found.set(field, CompositorError.from(thrown, 'block-failed', { usage: composed.key }))
    }
  }
  return found
}
