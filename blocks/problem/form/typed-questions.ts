import type { XmlElement } from '../../../runtime/olx/index.js'
import { markupSlot, wordsElementSlot } from './markup-slot.js'
import type { QuestionReader } from './question-reader.js'
import { listOf, type FormList } from './question.js'
import { attributeSlot, ownElementSlot, type Slot, type SlotPlace } from './slot.js'

/** A word or a few. */
export const readText: QuestionReader = (element, place) => {
  if (element.attribute('answer') === undefined) return undefined
  const compared = attributeSlot(place, element, 'type', {
    role: 'compared',
    kind: 'one-of',
    options: ['ci', 'cs', 'ci regexp', 'cs regexp'],
  })
  return {
    slots: [...answerSlots(place, element), compared],
    lists: [
      otherAnswers(place, element),
      listOf(place, 'wrong-answers', element.elements('stringequalhint'), {
        letter: 'w',
        parent: element,
        at: 'first',
        made: () => '<stringequalhint answer=""></stringequalhint>',
        slots: (wrong, id) => [
          attributeSlot({ ...place, id }, wrong, 'answer', { role: 'answer', keep: true }),
          markupSlot({ ...place, id }, wrong, 'feedback'),
        ],
      }),
    ],
  }
}

/** A number. */
export const readNumber: QuestionReader = (element, place) => {
  if (element.attribute('answer') === undefined) return undefined
  return {
    slots: [...answerSlots(place, element), toleranceSlot(place, element)],
    lists: [otherAnswers(place, element)],
  }
}

/** A formula. */
export const readFormula: QuestionReader = (element, place) => {
  if (element.attribute('answer') === undefined) return undefined
  const compared = attributeSlot(place, element, 'type', {
    role: 'capitals',
    kind: 'one-of',
    options: ['ci', 'cs'],
  })
  return {
    slots: [
      ...answerSlots(place, element).slice(0, 1),
      attributeSlot(place, element, 'samples', { role: 'samples', keep: true }),
      toleranceSlot(place, element),
      compared,
    ],
    lists: [],
  }
}

function answerSlots(place: SlotPlace, element: XmlElement): Slot[] {
  return [
    attributeSlot(place, element, 'answer', { role: 'answer', keep: true }),
    wordsElementSlot(place, element, { name: 'correcthint', role: 'feedback' }),
  ]
}

function otherAnswers(place: SlotPlace, element: XmlElement): FormList {
  return listOf(place, 'right-answers', element.elements('additional_answer'), {
    letter: 'a',
    parent: element,
    at: 'first',
    made: () => '<additional_answer answer=""></additional_answer>',
    slots: (other, id) => {
      const own = { ...place, id }
      // Older problems write the answer inside.
      if (other.attribute('answer') === undefined) return [markupSlot(own, other, 'answer')]
      const hint = wordsElementSlot(own, other, { name: 'correcthint', role: 'feedback' })
      return [attributeSlot(own, other, 'answer', { role: 'answer', keep: true }), hint]
    },
  })
}

function toleranceSlot(place: SlotPlace, element: XmlElement): Slot {
  const param = element.elements('responseparam').find((one) => one.attribute('type') === 'tolerance')
  return ownElementSlot(place, element, param, 'default', {
    role: 'tolerance',
    made: (value) => `<responseparam type="tolerance" default="${value}"/>`,
  })
}
