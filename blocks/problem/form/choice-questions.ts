import type { XmlElement } from '../../../runtime/olx/index.js'
import { optionTexts } from '../responses/option-response.js'
import { leadingSlot, markupSlot, wordsElementSlot } from './markup-slot.js'
import { inputOf, type QuestionReader } from './question-reader.js'
import { listOf, type FormList } from './question.js'
import { attributeSlot, flagSlot, type Slot, type SlotPlace } from './slot.js'

/** One of several. */
export const readChoice: QuestionReader = (element, place) => {
  const group = inputOf(element, 'choicegroup')
  if (!group) return undefined
  return { slots: [flagSlot(place, group, 'shuffle', 'shuffle')], lists: [choices(place, group)] }
}

/** Some of several. */
export const readCheckboxes: QuestionReader = (element, place) => {
  const group = inputOf(element, 'checkboxgroup', 'radiogroup')
  if (!group) return undefined
  const options = ['', 'EDC', 'halves']
  const partial = attributeSlot(place, element, 'partial_credit', {
    role: 'partial',
    kind: 'one-of',
    options,
  })
  return { slots: [partial], lists: [choices(place, group)] }
}

/** One of several that fold away. */
export const readDropdown: QuestionReader = (element, place) => {
  const inputs = [...element.descendants()].filter(({ name }) => name === 'optioninput')
  const [input] = inputs
  if (!input || inputs.length > 1) return undefined
  const options = input.elements('option')
  if (options.length === 0 && input.attribute('options') !== undefined)
    return { slots: optionAttributes(place, input), lists: [] }
  const list = listOf(place, 'choices', options, {
    letter: 'c',
    parent: input,
    made: () => '<option correct="false"></option>',
    slots: (option, id) => choiceSlots({ ...place, id }, option, 'optionhint'),
  })
  return { slots: [], lists: [list] }
}

function choices(place: SlotPlace, group: XmlElement): FormList {
  return listOf(place, 'choices', group.elements('choice'), {
    letter: 'c',
    parent: group,
    made: () => '<choice correct="false"></choice>',
    slots: (choice, id) => choiceSlots({ ...place, id }, choice, 'choicehint'),
  })
}

/** Whether it is right, what it says, and what whoever chose it is told, or whoever did not. */
function choiceSlots(place: SlotPlace, choice: XmlElement, hint: string): (Slot | undefined)[] {
  const right = flagSlot(place, choice, 'correct', 'correct')
  const leading = leadingSlot(place, choice, 'choice', ({ name }) => name === hint)
  if (!leading) return [right, wholeChoice(place, choice)]
  const { slot, apart } = leading
  const isOpen = apart.length === 0 && choice.element(hint) !== undefined
  if (isOpen) return [right, slot]
  const ofBoxes = apart.some((one) => one.attribute('selected') !== undefined)
  if (ofBoxes) return [right, slot, ...boxHints(place, apart)]
  return [
    right,
    slot,
    wordsElementSlot(place, choice, { name: hint, role: 'feedback', at: 'last' }, apart[0]),
  ]
}

/** What is said of a box that is ticked, and of one that is not: of each the first, as the others are not shown to anybody. */
function boxHints(place: SlotPlace, hints: readonly XmlElement[]): (Slot | undefined)[] {
  const of = (selected: string) => hints.find((one) => one.attribute('selected')?.toLowerCase() === selected)
  const [chosen, notChosen] = [of('true'), of('false')]
  const plain = hints.find((one) => one.attribute('selected') === undefined)
  return [
    chosen && markupSlot(place, chosen, 'feedback-chosen'),
    notChosen && markupSlot(place, notChosen, 'feedback-not-chosen'),
    plain && markupSlot(place, plain, 'feedback'),
  ]
}

/** What a choice in one tag says: nothing yet. */
function wholeChoice({ text, id }: SlotPlace, choice: XmlElement): Slot {
  const place = { text, id }
  const { edits, ...slot } = wordsElementSlot(place, choice, { name: 'span', role: 'choice' })
  return {
    ...slot,
    edits: (value) =>
      edits(value).map((edit) => ({ ...edit, text: edit.text.replace('<span>', '').replace('</span>', '') })),
  }
}

/** A dropdown whose options stand in an attribute: `('up','down')`. */
function optionAttributes(place: SlotPlace, input: XmlElement): Slot[] {
  const texts = optionTexts(input)
  const list = attributeSlot(place, input, 'options', { role: 'options', kind: 'lines', keep: true })
  const quoted = (one: string) => `'${one.replaceAll("'", String.raw`\'`)}'`
  return [
    {
      ...list,
      value: texts.join('\n'),
      edits: (value) => {
        const lines = value.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
        return list.edits(`(${lines.map(quoted).join(',')})`)
      },
    },
    attributeSlot(place, input, 'correct', {
      role: 'right-option',
      kind: 'one-of',
      options: texts,
      keep: true,
    }),
  ]
}
