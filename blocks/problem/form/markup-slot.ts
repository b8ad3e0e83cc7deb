import { parseXml, type XmlElement } from '../../../runtime/olx/index.js'
import { removalEdit } from '../../../runtime/olx/start-tag.js'
import { inlineXml } from '../markdown/inline-xml.js'
import {
  firstIn,
  innerStretch,
  trimmed,
  type Slot,
  type SlotKind,
  type SlotPlace,
  type SlotRole,
  type Stretch,
} from './slot.js'

/**
 * Markup as people write it: plain words without references where it is nothing but words, else as it stands. Written again by
 * {@link writtenMarkup} it is the same.
 */
export function shownMarkup(markup: string): string {
  if (markup.includes('<') || !markup.includes('&')) return withoutReturns(markup)
  const words = wordsOf(markup)
  return words !== undefined && wordsOf(writtenMarkup(words)) === words ? words : withoutReturns(markup)
}

/** Markup of what somebody wrote: HTML stays where it is well-formed, and is text where it is not. */
function writtenMarkup(text: string): string {
  return inlineXml(text)
}

/** The words of markup that is nothing else; undefined where it cannot be read, or has elements. */
function wordsOf(markup: string): string | undefined {
  try {
    const { children } = parseXml(`<x>${markup}</x>`)
    const [only = '', ...others] = children
    return typeof only === 'string' && others.length === 0 ? only : undefined
  } catch {
    return undefined
  }
}

function withoutReturns(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n')
}

/** A stretch of markup; as `code` it is shown and written as it stands. */
export function stretchSlot(
  { text, id }: SlotPlace,
  { start, end }: Stretch,
  role: SlotRole,
  kind: SlotKind = 'line',
): Slot {
  const stretch = { start, end }
  const source = text.slice(start, end)
  if (kind === 'code') {
    const edits = (given: string) => [{ ...stretch, text: given }]
    return { name: `${id}.${role}`, role, kind, value: withoutReturns(source), edits }
  }
  const value = shownMarkup(source)
  return {
    name: `${id}.${role}`,
    role,
    kind: value.includes('\n') || value.length > 90 ? 'lines' : kind,
    value,
    edits: (given) => [{ ...stretch, text: writtenMarkup(given) }],
  }
}

/** What an element says; undefined for one in one tag. */
export function markupSlot(
  place: SlotPlace,
  element: XmlElement,
  role: SlotRole,
  kind?: SlotKind,
): Slot | undefined {
  const stretch = innerStretch(element, place.text)
  return stretch && stretchSlot(place, stretch, role, kind)
}

/** What an element says before the elements that are shown apart from it, such as hints; all of it where more comes behind those. */
export function leadingSlot(
  place: SlotPlace,
  element: XmlElement,
  role: SlotRole,
  apart: (child: XmlElement) => boolean,
): { readonly slot: Slot; readonly apart: readonly XmlElement[] } | undefined {
  const stretch = innerStretch(element, place.text)
  if (!stretch) return undefined
  const others = element.elements().filter(apart)
  const [first] = others
  const last = others.at(-1)
  if (!first || !last) return { slot: stretchSlot(place, stretch, role), apart: [] }
  const begin = trimmed({ start: stretch.start, end: first.start }, place.text)
  const isLast =
    place.text.slice(last.end, stretch.end).trim() === '' &&
    others.every((one, index) => place.text.slice(one.end, others[index + 1]?.start ?? one.end).trim() === '')
  return isLast
    ? { slot: stretchSlot(place, begin, role), apart: others }
    : { slot: stretchSlot(place, stretch, role), apart: [] }
}

/** An element of words inside another one, which comes and goes with them. */
export function wordsElementSlot(
  place: SlotPlace,
  parent: XmlElement,
  {
    name,
    role,
    at = 'first',
  }: { readonly name: string; readonly role: SlotRole; readonly at?: 'first' | 'last' },
  element = parent.element(name),
): Slot {
  const found = element && markupSlot(place, element, role)
  if (element && found)
    return {
      ...found,
      edits: (value) => (value.trim() === '' ? [removalEdit(element, place.text)] : found.edits(value)),
    }
  const added = (value: string) => `<${name}>${writtenMarkup(value)}</${name}>`
  const end = innerStretch(parent, place.text)?.end
  return {
    name: `${place.id}.${role}`,
    role,
    kind: 'line',
    value: '',
    edits: (value) => {
      if (value.trim() === '') return []
      if (element) return [{ start: element.start, end: element.end, text: added(value) }]
      return at === 'last' && end !== undefined
        ? [{ start: end, end, text: added(value) }]
        : firstIn(parent, place.text, added(value))
    },
  }
}
