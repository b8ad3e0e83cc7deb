import type { XmlElement } from '../../../runtime/olx/index.js'
import { inputTags, isResponse } from '../response-tags.js'
import { proseSlot } from './prose-slot.js'
import { textSlot } from './text-slot.js'
import type { Slot, SlotPlace } from './slot.js'

/** What a question's form shows of its own, by element. */
const own: ReadonlySet<string> = new Set([
  'label',
  'description',
  'correcthint',
  'additional_answer',
  'stringequalhint',
  'responseparam',
  'answer',
  'choicegroup',
  'checkboxgroup',
  'radiogroup',
  'optioninput',
  'textline',
  'formulaequationinput',
  'drag_and_drop_input',
])

/** What stands in a response besides what makes it a question. */
export interface WithinQuestion {
  /** Words and markup that are said in it, and its explanation. */
  readonly slots: readonly Slot[]
  /** Whether something else stands in it, which the form does not show. */
  readonly hasMore: boolean
}

/** Reads what stands in a response besides what makes it a question. */
export function withinQuestion(element: XmlElement, place: SlotPlace): WithinQuestion {
  const slots: Slot[] = []
  let hasMore = element.hasText()
  for (const child of element.elements()) {
    const at = { ...place, id: `${place.id}.m${slots.length}` }
    if (own.has(child.name)) hasMore ||= hasUnknown(child)
    else if (child.name === 'solution') slots.push(proseSlot(at, child))
    else if (isAsked(child) || child.name.endsWith('hint') || child.name.endsWith('group')) hasMore = true
    else slots.push(textSlot(at, child))
  }
  return { slots, hasMore }
}

/** Whether an answer is asked for somewhere in an element. */
function isAsked(element: XmlElement): boolean {
  return [...element.descendants()].some(({ name }) => inputTags.has(name) || isResponse(name))
}

/** Whether choices have something beside them, such as hints of several together. */
function hasUnknown(element: XmlElement): boolean {
  return (
    /group$|^optioninput$/.test(element.name) &&
    element.elements().some(({ name }) => name !== 'choice' && name !== 'option')
  )
}
