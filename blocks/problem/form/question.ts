import type { XmlElement } from '../../../runtime/olx/index.js'
import { insideOf } from '../../../runtime/olx/start-tag.js'
import type { TextEdit } from '../../../runtime/olx/text-edit.js'
import { behind, firstIn, type Slot } from './slot.js'

/** The kinds of questions that have a form. */
export const questionTypes = [
  'choice',
  'checkboxes',
  'dropdown',
  'text',
  'number',
  'formula',
  'drag',
  'script',
] as const
export type QuestionType = (typeof questionTypes)[number]

/** What the items of a list are. */
export type ListRole = 'choices' | 'right-answers' | 'wrong-answers' | 'things' | 'targets' | 'hints'

/** One of several of a kind, such as a choice: it can be moved among them and taken away. */
export interface FormItem {
  /** `p0.c1`. */
  readonly id: string
  readonly slots: readonly Slot[]
  readonly element: XmlElement
}

/** Some of a kind, to which one can be added. */
export interface FormList {
  /** `p0.c`. */
  readonly id: string
  readonly role: ListRole
  readonly items: readonly FormItem[]
  /** The edits by which there is one more. */
  readonly more: () => readonly TextEdit[]
}

/** A question, as its author fills it in. */
export interface Question {
  readonly id: string
  readonly type: QuestionType
  readonly element: XmlElement
  readonly slots: readonly Slot[]
  readonly lists: readonly FormList[]
  /** Whether something stands in it that its form does not show. */
  readonly hasMore: boolean
}

/** A question that has no form. */
export interface OtherQuestion {
  readonly id: string
  readonly type: 'other'
  readonly element: XmlElement
  readonly slots: readonly Slot[]
  readonly lists: readonly []
  readonly hasMore: false
}

/** The items among the elements of a parent, and how there comes another: behind the last, else first or last in the parent. */
export function listOf(
  { text, id }: { readonly text: string; readonly id: string },
  role: ListRole,
  elements: readonly XmlElement[],
  {
    letter,
    parent,
    made,
    slots,
    at = 'last',
  }: {
    /** By which items are named in their question. */
    readonly letter: string
    readonly parent: XmlElement
    /** A further one. */
    readonly made: () => string
    readonly slots: (element: XmlElement, id: string) => readonly (Slot | undefined)[]
    /** Where the first comes. */
    readonly at?: 'first' | 'last'
  },
): FormList {
  return {
    id: `${id}.${letter}`,
    role,
    items: elements.map((element, index) => {
      const own = `${id}.${letter}${index}`
      return { id: own, element, slots: slots(element, own).filter((slot) => slot !== undefined) }
    }),
    more: () => {
      const last = elements.at(-1)
      const added = made()
      if (last) return [behind(last, text, added)]
      if (at === 'first') return firstIn(parent, text, added)
      const { start, end, isEmpty } = insideOf(parent, text)
      return [isEmpty ? { start, end, text: `>${added}</${parent.name}>` } : { start: end, end, text: added }]
    },
  }
}
