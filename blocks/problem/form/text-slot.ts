import type { XmlElement } from '../../../runtime/olx/index.js'
import { markupSlot, stretchSlot } from './markup-slot.js'
import type { Slot, SlotPlace } from './slot.js'

/** What is said in an element of markup: its words where they are plain, else all of it as it stands. */
export function textSlot(place: SlotPlace, element: XmlElement): Slot {
  const isPlain = ['p', 'h3', 'label'].includes(element.name) && element.attributes.size === 0
  const words = isPlain ? markupSlot(place, element, 'text', 'lines') : undefined
  return words ?? stretchSlot(place, element, 'markup', 'code')
}
