import { CompositorError } from '../../../runtime/errors/index.js'
import { parseXml, type XmlElement } from '../../../runtime/olx/index.js'
import { isPython } from '../script/problem-script.js'
import { isResponse } from '../response-tags.js'
import { codeSlot } from './code-slot.js'
import { markupSlot } from './markup-slot.js'
import { proseSlot } from './prose-slot.js'
import { listOf, type FormList, type OtherQuestion, type Question } from './question.js'
import { readQuestion } from './read-question.js'
import type { Slot } from './slot.js'
import { textSlot } from './text-slot.js'

/** What stands directly in a problem: what is said between questions, questions, the script that draws values, the explanation, hints. */
export interface FormPart {
  /** `p0`, by its place in the problem. */
  readonly id: string
  readonly kind: 'text' | 'question' | 'script' | 'explanation' | 'hints'
  readonly element: XmlElement
  /** Its first and last line in the text, from 1. */
  readonly lines: readonly [number, number]
  readonly slots: readonly Slot[]
  /** Those of a part that holds questions among other markup are all of them. */
  readonly questions: readonly (Question | OtherQuestion)[]
  readonly lists: readonly FormList[]
  /** Whether something stands in it that the form does not show. */
  readonly hasMore: boolean
}

/** A problem as a form has it; the text stays what it is in all that the form does not show. */
export interface ProblemForm {
  readonly root: XmlElement
  readonly parts: readonly FormPart[]
  /** Whether something is said outside of any element, which the form does not show. */
  readonly hasLooseText: boolean
}

/** @throws CompositorError `olx-malformed` and its like; `problem-unsupported` for a text that is no problem */
export function readProblemForm(text: string): ProblemForm {
  const root = parseXml(text)
  if (root.name !== 'problem')
    throw new CompositorError('problem-unsupported', `The text is a <${root.name}>, and no problem.`, {
      location: { file: '<xml>', line: root.line, column: root.column },
    })
  return {
    root,
    parts: root.elements().map((element, index) => readPart(element, text, `p${index}`)),
    hasLooseText: root.hasText(),
  }
}

/** All slots of a form. */
export function slotsOf({ parts }: Pick<ProblemForm, 'parts'>): Slot[] {
  const ofLists = (lists: readonly FormList[]) =>
    lists.flatMap(({ items }) => items.flatMap(({ slots }) => slots))
  return parts.flatMap(({ slots, lists, questions }) => [
    ...slots,
    ...ofLists(lists),
    ...questions.flatMap((question) => [...question.slots, ...ofLists(question.lists)]),
  ])
}

/** All lists of a form. */
export function listsOf({ parts }: Pick<ProblemForm, 'parts'>): FormList[] {
  return parts.flatMap(({ lists, questions }) => [...lists, ...questions.flatMap((one) => one.lists)])
}

function readPart(element: XmlElement, text: string, id: string): FormPart {
  const breaks = text.slice(element.start, element.end).split('\n').length - 1
  const lines = [element.line, element.line + breaks] as const
  const shown = shownPart(element, { text, id })
  const hasMore = shown.questions?.some((one) => one.hasMore) ?? false
  return { id, element, lines, questions: [], lists: [], slots: [], hasMore, ...shown }
}

type Place = { readonly text: string; readonly id: string }

function shownPart(
  element: XmlElement,
  place: Place,
): Pick<FormPart, 'kind'> & Partial<Pick<FormPart, 'slots' | 'questions' | 'lists' | 'hasMore'>> {
  const { text } = place
  if (isResponse(element.name)) return { kind: 'question', questions: [readQuestion(element, place)] }
  const within = responsesIn(element)
  if (within.length > 0)
    return {
      kind: 'question',
      questions: within.map((one, index) => readQuestion(one, { text, id: `${place.id}.q${index}` })),
      hasMore: true,
    }
  if (element.name === 'script' && isPython(element))
    return { kind: 'script', slots: [codeSlot(place, element)] }
  if (element.name === 'solution') return { kind: 'explanation', slots: [proseSlot(place, element)] }
  if (element.name === 'demandhint') return { kind: 'hints', lists: [hints(place, element)] }
  return { kind: 'text', slots: [textSlot(place, element)] }
}

function responsesIn(element: XmlElement): XmlElement[] {
  return element.elements().flatMap((child) => (isResponse(child.name) ? [child] : responsesIn(child)))
}

function hints(place: Place, element: XmlElement): FormList {
  return listOf(place, 'hints', element.elements('hint'), {
    letter: 'h',
    parent: element,
    made: () => '<hint></hint>',
    slots: (hint, id) => [markupSlot({ ...place, id }, hint, 'hint')],
  })
}
