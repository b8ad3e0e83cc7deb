import type { XmlElement } from '../../../runtime/olx/index.js'
import { optionTexts } from '../responses/option-response.js'
import { codeSlot } from './code-slot.js'
import { leadingSlot, markupSlot, wordsElementSlot } from './markup-slot.js'
import { listOf, type FormList, type OtherQuestion, type Question, type QuestionType } from './question.js'
import { attributeSlot, flagSlot, ownElementSlot, type Slot, type SlotPlace } from './slot.js'

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
    }
  const { slots, lists } = known
  return {
    id: place.id,
    type,
    element,
    slots: [...asked, ...slots.filter((slot) => slot !== undefined)],
    lists,
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

interface Read {
  readonly slots: readonly (Slot | undefined)[]
  readonly lists: readonly FormList[]
}

/** What a form has of each type; undefined where it is written in another way. */
const readers: Readonly<Record<QuestionType, (element: XmlElement, place: SlotPlace) => Read | undefined>> = {
  choice(element, place) {
    const group = inputOf(element, 'choicegroup')
    if (!group) return undefined
    return { slots: [flagSlot(place, group, 'shuffle', 'shuffle')], lists: [choices(place, group)] }
  },
  checkboxes(element, place) {
    const group = inputOf(element, 'checkboxgroup', 'radiogroup')
    if (!group) return undefined
    const options = ['', 'EDC', 'halves']
    const partial = attributeSlot(place, element, 'partial_credit', {
      role: 'partial',
      kind: 'one-of',
      options,
    })
    return { slots: [partial], lists: [choices(place, group)] }
  },
  dropdown(element, place) {
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
  },
  text(element, place) {
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
  },
  number(element, place) {
    if (element.attribute('answer') === undefined) return undefined
    return {
      slots: [...answerSlots(place, element), toleranceSlot(place, element)],
      lists: [otherAnswers(place, element)],
    }
  },
  formula(element, place) {
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
  },
  drag(element, place) {
    const input = inputOf(element, 'drag_and_drop_input')
    if (!input) return undefined
    const attributes =
      (roles: readonly (readonly [string, Slot['role']])[]) => (one: XmlElement, id: string) =>
        roles.map(([name, role]) => attributeSlot({ ...place, id }, one, name, { role }))
    return {
      slots: [attributeSlot(place, input, 'img', { role: 'picture' }), codeIn(place, element)],
      lists: [
        listOf(place, 'things', input.elements('draggable'), {
          letter: 'd',
          parent: input,
          made: (count) => `<draggable id="${count + 1}" label=""/>`,
          slots: attributes([
            ['label', 'label'],
            ['id', 'name'],
            ['icon', 'icon'],
          ]),
        }),
        listOf(place, 'targets', input.elements('target'), {
          letter: 't',
          parent: input,
          made: (count) => `<target id="t${count + 1}" x="0" y="0" w="50" h="50"/>`,
          slots: attributes([
            ['id', 'name'],
            ['x', 'x'],
            ['y', 'y'],
            ['w', 'width'],
            ['h', 'height'],
          ]),
        }),
      ],
    }
  },
  script(element, place) {
    return {
      slots: [
        attributeSlot(place, element, 'cfn', { role: 'checker' }),
        attributeSlot(place, element, element.attribute('answer') === undefined ? 'expect' : 'answer', {
          role: 'expected',
        }),
        codeIn(place, element),
      ],
      lists: [],
    }
  },
}

function inputOf(element: XmlElement, ...names: readonly string[]): XmlElement | undefined {
  return [...element.descendants()].find(({ name }) => names.includes(name))
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
  if (ofBoxes)
    return [
      right,
      slot,
      ...apart
        .slice(0, 2)
        .map((one, at) =>
          markupSlot(
            place,
            one,
            one.attribute('selected')?.toLowerCase() === 'false'
              ? 'feedback-not-chosen'
              : at === 0 || one.attribute('selected')?.toLowerCase() === 'true'
                ? 'feedback-chosen'
                : 'feedback',
          ),
        ),
    ]
  return [
    right,
    slot,
    wordsElementSlot(place, choice, { name: hint, role: 'feedback', at: 'last' }, apart[0]),
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

/** The code by which a response judges, where it stands in it. */
function codeIn(place: SlotPlace, element: XmlElement): Slot | undefined {
  const answer = element.element('answer')
  return answer && codeSlot(place, answer)
}
