import { insideOf, removalEdit } from '../../../runtime/olx/start-tag.js'
import { editedText, type TextEdit } from '../../../runtime/olx/text-edit.js'
import { newPart, newParts, type NewPart } from './new-part.js'
import { listsOf, readProblemForm, slotsOf, type ProblemForm } from './problem-form.js'
import { indentOf } from './slot.js'

/** Something that is done to a problem besides filling it in. */
export type FormStep =
  | { readonly do: 'add'; readonly part: NewPart }
  /** One more in a list. */
  | { readonly do: 'more'; readonly list: string }
  /** Takes an item of a list, or a part, away. */
  | { readonly do: 'remove'; readonly id: string }
  /** Puts it at another place among its like, from 0. */
  | { readonly do: 'move'; readonly id: string; readonly to: number }

/** A step by the words that a form posts: `add:choice`, `more:p0.c`, `remove:p0.c1`, `move:p0.c1:3`; undefined for others. */
export function formStep(words: string): FormStep | undefined {
  const [what, id = '', to = ''] = words.split(':')
  const part = newParts.find((one) => one === id)
  if (what === 'add' && part) return { do: 'add', part }
  if (what === 'more' && id) return { do: 'more', list: id }
  if (what === 'remove' && id) return { do: 'remove', id }
  if (what === 'move' && id && /^\d{1,4}$/.test(to)) return { do: 'move', id, to: Number(to) }
  return undefined
}

/**
 * A problem's text with what a form says of it. What has the value that it had stays as it is, to the letter.
 * @param values by the names of slots; names that are none say nothing
 * @throws CompositorError see {@link readProblemForm}; `problem-unsupported` where what was written makes no XML
 */
export function changedProblem(text: string, values: ReadonlyMap<string, string>, step?: FormStep): string {
  const form = readProblemForm(text)
  const edits = slotsOf(form).flatMap((slot) => {
    const given = values.get(slot.name)?.replaceAll(/\r\n?/g, '\n')
    return given === undefined || given === slot.value ? [] : slot.edits(withLineEnds(given, text))
  })
  const filled = edits.length === 0 ? text : editedText(text, edits)
  if (edits.length > 0) readProblemForm(filled)
  if (!step) return filled
  const stepped = editedText(
    filled,
    stepEdits(edits.length === 0 ? form : readProblemForm(filled), filled, step),
  )
  readProblemForm(stepped)
  return stepped
}

/** Lines that an author wrote end as those of the text do. */
function withLineEnds(given: string, text: string): string {
  const at = text.indexOf('\n')
  return at > 0 && text[at - 1] === '\r' ? given.replaceAll('\n', '\r\n') : given
}

function stepEdits(form: ProblemForm, text: string, step: FormStep): readonly TextEdit[] {
  if (step.do === 'add') return addition(form, text, step.part)
  if (step.do === 'more')
    return (
      listsOf(form)
        .find(({ id }) => id === step.list)
        ?.more() ?? []
    )
  const lists = [form.parts, ...listsOf(form).map(({ items }) => items)]
  const among = lists.find((list) => list.some(({ id }) => id === step.id)) ?? []
  const from = among.findIndex(({ id }) => id === step.id)
  const [element, other] = [among[from]?.element, step.do === 'move' ? among[step.to]?.element : undefined]
  if (!element) return []
  if (step.do === 'remove') return [removalEdit(element, text)]
  return other && step.to !== from
    ? moved(
        among.map((one) => one.element),
        text,
        from,
        step.to,
      )
    : []
}

/** Elements in another order, each in the place of another, so that what stands between them stays. */
function moved(
  elements: readonly { readonly start: number; readonly end: number }[],
  text: string,
  from: number,
  to: number,
): TextEdit[] {
  const order = [...elements.keys()]
  order.splice(to, 0, ...order.splice(from, 1))
  return order.flatMap((source, at) => {
    const [place, taken] = [elements[at], elements[source]]
    return source === at || !place || !taken
      ? []
      : [{ start: place.start, end: place.end, text: text.slice(taken.start, taken.end) }]
  })
}

/** Puts a new part at the end, before what is said last: the explanation and hints. */
function addition(form: ProblemForm, text: string, part: NewPart): readonly TextEdit[] {
  const { root, parts } = form
  if (part === 'hint') {
    const known = listsOf(form).findLast(({ role }) => role === 'hints')
    if (known) return known.more()
  }
  const isLast = (kind: string) => kind === 'explanation' || kind === 'hints'
  const last = part === 'hint' ? parts.length : parts.findLastIndex(({ kind }) => !isLast(kind)) + 1
  const before = parts[last - 1]?.element
  const end = text.includes('\r\n') ? '\r\n' : '\n'
  const indent = (before ?? parts[0]?.element) && indentOf((before ?? parts[0]?.element)!, text)
  const set = indent || `${end}  `
  const added = newPart(part)
    .map((line) => (/^(?:\s*<|\s*\]\]>)/.test(line) ? `${set}${line}` : `${end}${line}`))
    .join('')
  if (before) return [{ start: before.end, end: before.end, text: added }]
  const { start, end: inside, isEmpty } = insideOf(root, text)
  if (isEmpty) return [{ start, end: inside, text: `>${added}${end}</${root.name}>` }]
  return [
    {
      start,
      end: start,
      text: parts.length > 0 || text.slice(start, inside).includes('\n') ? added : `${added}${end}`,
    },
  ]
}
