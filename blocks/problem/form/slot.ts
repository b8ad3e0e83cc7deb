import { StartTag, insideOf } from '../../../runtime/olx/start-tag.js'
import { removalEdit } from '../../../runtime/olx/start-tag.js'
import type { TextEdit } from '../../../runtime/olx/text-edit.js'
import { escapeXmlAttribute, type XmlElement } from '../../../runtime/olx/index.js'

/** What a value in a problem's text is to its author. */
export type SlotRole =
  | 'label'
  | 'description'
  | 'text'
  | 'markup'
  | 'choice'
  | 'correct'
  | 'shuffle'
  | 'partial'
  | 'feedback'
  | 'feedback-chosen'
  | 'feedback-not-chosen'
  | 'options'
  | 'right-option'
  | 'answer'
  | 'expected'
  | 'compared'
  | 'capitals'
  | 'tolerance'
  | 'samples'
  | 'picture'
  | 'name'
  | 'caption'
  | 'icon'
  | 'x'
  | 'y'
  | 'width'
  | 'height'
  | 'checker'
  | 'code'
  | 'hint'
  | 'explanation'

/** How a value is written by people: in one line, in several, as code, as a box to tick, or chosen from a few. */
export type SlotKind = 'line' | 'lines' | 'code' | 'flag' | 'one-of'

/** One value in a problem's text, at its place: what it is, and the edits by which it becomes another. All other text stays. */
export interface Slot {
  /** Its own in the problem, such as `p0.c1.choice`. */
  readonly name: string
  readonly role: SlotRole
  readonly kind: SlotKind
  /** `true` or `false` for a flag; line breaks are `\n`. */
  readonly value: string
  /** Of `one-of`. */
  readonly options?: readonly string[]
  readonly edits: (value: string) => readonly TextEdit[]
}

/** The text that problems are read from, and where in it slots are named. */
export interface SlotPlace {
  readonly text: string
  /** Begins the names of slots: `p0`. */
  readonly id: string
}

/** The value of an attribute; what is not there is empty, and what becomes empty goes. @param keep whether an empty one stays */
export function attributeSlot(
  { text, id }: SlotPlace,
  element: XmlElement,
  attribute: string,
  {
    role,
    kind = 'line',
    options,
    keep = false,
  }: Pick<Slot, 'role' | 'options'> & { readonly kind?: SlotKind; readonly keep?: boolean },
): Slot {
  const value = element.attribute(attribute) ?? ''
  return {
    name: `${id}.${role}`,
    role,
    kind,
    value,
    ...(options && { options: options.includes(value) ? options : [value, ...options] }),
    edits: (given) =>
      new StartTag(element, text).with(
        new Map([[attribute, given === '' && !keep ? undefined : given]]),
        element.attributes,
      ),
  }
}

/** An attribute that says yes or no, in the spelling that its author began with; one that says something else is a line. */
export function flagSlot(place: SlotPlace, element: XmlElement, attribute: string, role: SlotRole): Slot {
  const written = element.attribute(attribute)
  const plain = attributeSlot(place, element, attribute, { role })
  if (written !== undefined && !/^(?:true|false)$/i.test(written)) return plain
  const spelled = (value: string) =>
    written && /^[TF]/.test(written) ? `${value.charAt(0).toUpperCase()}${value.slice(1)}` : value
  return {
    ...plain,
    kind: 'flag',
    value: written?.toLowerCase() === 'true' ? 'true' : 'false',
    edits: (value) => plain.edits(spelled(value === 'true' ? 'true' : 'false')),
  }
}

/** A stretch of the text between two offsets, as people write it. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

/** The inside of an element without the white space around it; undefined for an element in one tag. */
export function innerStretch(element: XmlElement, text: string): Stretch | undefined {
  const { start, end, isEmpty } = insideOf(element, text)
  return isEmpty ? undefined : trimmed({ start, end }, text)
}

/** A stretch without the white space around it. */
export function trimmed({ start, end }: Stretch, text: string): Stretch {
  const piece = text.slice(start, end)
  const from = start + (piece.length - piece.trimStart().length)
  return { start: from, end: Math.max(from, from + piece.trim().length) }
}

/** The white space that sets an element on its line: the line break before it and what it is indented by; '' where it stands in a line. */
export function indentOf({ start }: Pick<XmlElement, 'start'>, text: string): string {
  return /\r?\n[ \t]*$/.exec(text.slice(Math.max(0, start - 1000), start))?.[0] ?? ''
}

/** The edit that puts XML behind an element, set out as that is. */
export function behind(element: Pick<XmlElement, 'start' | 'end'>, text: string, added: string): TextEdit {
  return { start: element.end, end: element.end, text: indentOf(element, text) + added }
}

/** The edit that puts XML first in an element that has an inside. */
export function firstIn(element: XmlElement, text: string, added: string): TextEdit[] {
  const { start, isEmpty, end } = insideOf(element, text)
  if (isEmpty) return [{ start, end, text: `>${added}</${element.name}>` }]
  const [first] = element.elements()
  const indent = first ? indentOf(first, text) : ''
  return [{ start, end: start, text: indent + added }]
}

/**
 * The attribute of an element inside another, which comes and goes with its value.
 * @param made the element with the value in it, where there is none yet
 */
export function ownElementSlot(
  place: SlotPlace,
  parent: XmlElement,
  element: XmlElement | undefined,
  attribute: string,
  { role, made }: { readonly role: SlotRole; readonly made: (value: string) => string },
): Slot {
  if (!element)
    return {
      name: `${place.id}.${role}`,
      role,
      kind: 'line',
      value: '',
      edits: (value) => (value === '' ? [] : firstIn(parent, place.text, made(escapeXmlAttribute(value)))),
    }
  const slot = attributeSlot(place, element, attribute, { role })
  return {
    ...slot,
    edits: (value) => (value === '' ? [removalEdit(element, place.text)] : slot.edits(value)),
  }
}
