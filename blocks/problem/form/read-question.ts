import type { XmlElement } from '../../../runtime/olx/index.js'
import { readCheckboxes, readChoice, readDropdown } from './choice-questions.js'
import { readDrag, readScript } from './judged-questions.js'
import { wordsElementSlot } from './markup-slot.js'
import { inputOf, type QuestionReader } from './question-reader.js'
import type { OtherQuestion, Question, QuestionType } from './question.js'
import { attributeSlot, type Slot, type SlotPlace } from './slot.js'
import { readFormula, readNumber, readText } from './typed-questions.js'
import { withinQuestion } from './within-question.js'

/** A question as its form has it. What is of a kind that has none, or is written in a way that the form does not know, has its label alone. */
export function readQuestion(element: XmlElement, place: SlotPlace): Question | OtherQuestion {
  const type = typeOf(element)
  const asked = [
    questionSlot(place, element),
    wordsElementSlot(place, element, { name: 'description', role: 'description' }),
  ]
  const known = type && readers[type](element, place)
  if (!type || !known)
    return {
      id: place.id,
      type: 'other',
      element,
      slots: asked.filter(({ value }) => value !== ''),
      lists: [],
      hasMore: false,
    }
  const { slots, lists } = known
  const within = withinQuestion(element, place)
  const said = within.slots.filter(({ role }) => role !== 'explanation')
  const explained = within.slots.filter(({ role }) => role === 'explanation')
  return {
    id: place.id,
    type,
    element,
    slots: [...said, ...asked, ...slots.filter((slot) => slot !== undefined), ...explained],
    lists,
    hasMore: within.hasMore,
  }
}

const types: Readonly<Record<string, QuestionType>> = {
  multiplechoiceresponse: 'choice',
  choiceresponse: 'checkboxes',
  optionresponse: 'dropdown',
  stringresponse: 'text',
  numericalresponse: 'number',
  formularesponse: 'formula',
  customresponse: 'script',
  schematicresponse: 'script',
}

function typeOf(element: XmlElement): QuestionType | undefined {
  const type = types[element.name]
  return type === 'script' && inputOf(element, 'drag_and_drop_input') ? 'drag' : type
}

/** What a form has of each type. */
const readers: Readonly<Record<QuestionType, QuestionReader>> = {
  choice: readChoice,
  checkboxes: readCheckboxes,
  dropdown: readDropdown,
  text: readText,
  number: readNumber,
  formula: readFormula,
  drag: readDrag,
  script: readScript,
}

/** What is asked: the label of the response, else the one that older problems give its input. */
function questionSlot(place: SlotPlace, element: XmlElement): Slot {
  const input = [...element.descendants()].find(
    (one) => one !== element && one.attribute('label') !== undefined,
  )
  if (!element.element('label') && input && input.name !== 'draggable')
    return attributeSlot(place, input, 'label', { role: 'label' })
  return wordsElementSlot(place, element, { name: 'label', role: 'label' })
}
