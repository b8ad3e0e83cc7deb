import type { XmlElement } from '../../../runtime/olx/index.js'
import type { FormList } from './question.js'
import type { Slot, SlotPlace } from './slot.js'

/** What a form has of a question besides what is asked. */
export interface ReadQuestion {
  readonly slots: readonly (Slot | undefined)[]
  readonly lists: readonly FormList[]
}

/** Reads a response of one type; undefined where it is written in another way than the form knows. */
export type QuestionReader = (element: XmlElement, place: SlotPlace) => ReadQuestion | undefined

/** The first input of one of these names in a response. */
export function inputOf(element: XmlElement, ...names: readonly string[]): XmlElement | undefined {
  return [...element.descendants()].find(({ name }) => names.includes(name))
}
