import type { XmlElement } from '../../../runtime/olx/index.js'
import { codeSlot } from './code-slot.js'
import { inputOf, type QuestionReader } from './question-reader.js'
import { listOf } from './question.js'
import { attributeSlot, type Slot, type SlotPlace } from './slot.js'

/** Things that are dragged to their places, judged by code. */
export const readDrag: QuestionReader = (element, place) => {
  const input = inputOf(element, 'drag_and_drop_input')
  if (!input) return undefined
  const attributes = (roles: readonly (readonly [string, Slot['role']])[]) => (one: XmlElement, id: string) =>
    roles.map(([name, role]) => attributeSlot({ ...place, id }, one, name, { role }))
  return {
    slots: [attributeSlot(place, input, 'img', { role: 'picture' }), codeIn(place, element)],
    lists: [
      listOf(place, 'things', input.elements('draggable'), {
        letter: 'd',
        parent: input,
        made: () => `<draggable id="${freeId(input.elements('draggable'), '')}" label=""/>`,
        slots: attributes([
          ['label', 'caption'],
          ['id', 'name'],
          ['icon', 'icon'],
        ]),
      }),
      listOf(place, 'targets', input.elements('target'), {
        letter: 't',
        parent: input,
        made: () => `<target id="${freeId(input.elements('target'), 't')}" x="0" y="0" w="50" h="50"/>`,
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
}

/** An id that none of some elements has, by which code may tell a further one from them. */
function freeId(elements: readonly XmlElement[], letter: string): string {
  const taken = new Set(elements.map((one) => one.attribute('id')))
  let number = elements.length + 1
  while (taken.has(`${letter}${number}`)) number++
  return `${letter}${number}`
}

/** Whatever is answered, judged by code. */
export const readScript: QuestionReader = (element, place) => {
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
}

/** The code by which a response judges, where it stands in it. */
function codeIn(place: SlotPlace, element: XmlElement): Slot | undefined {
  const answer = element.element('answer')
  return answer && codeSlot(place, answer)
}
