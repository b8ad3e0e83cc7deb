import { joinedLines } from '../markup/joined-lines.js'
import type { XmlElement } from '../../../runtime/olx/index.js'
import { insideOf } from '../../../runtime/olx/start-tag.js'
import { paragraphs } from '../markdown/inline-xml.js'
import { shownMarkup, stretchSlot } from './markup-slot.js'
import { indentOf, innerStretch, trimmed, type Slot, type SlotPlace, type Stretch } from './slot.js'

/**
 * What an explanation says: below its heading, where it has the usual one. Paragraphs of words are shown as such, with an empty line
 * between them; those that stay what they are keep their text.
 */
export function proseSlot(place: SlotPlace, solution: XmlElement): Slot {
  const { text, id } = place
  const [body, ...others] = solution.elements()
  const holder = body?.name === 'div' && others.length === 0 && !solution.hasText() ? body : solution
  const [first, ...rest] = holder.elements()
  const isHeading =
    first?.name === 'p' && first.attributes.size === 0 && /^\s*explanation:?\s*$/i.test(first.text())
  const inside = insideOf(holder, text)
  const stretch = innerStretch(holder, text)
  const name = `${id}.explanation`
  if (!stretch) {
    const wrapped = (value: string) => `>${paragraphs(value.split('\n')).join('')}</${holder.name}>`
    const edits = (value: string) => [{ start: inside.start, end: inside.end, text: wrapped(value) }]
    return { name, role: 'explanation', kind: 'lines', value: '', edits }
  }
  const said = trimmed({ start: isHeading && first ? first.end : stretch.start, end: stretch.end }, text)
  const all = isHeading ? rest : holder.elements()
  const source = text.slice(said.start, said.end)
  const isProse =
    !source.includes('<!--') &&
    !holder.hasText() &&
    all.every((one) => one.name === 'p' && isSaid(innerStretch(one, text), all.length === 1))
  if (!isProse) return stretchSlot(place, said, 'explanation', 'code')
  const known = all.map((one) => readParagraph(one, text))
  return {
    name,
    role: 'explanation',
    kind: 'lines',
    value: known.map(({ words }) => words).join('\n\n'),
    edits: (value) => {
      const written = value
        .split(/\n\s*\n/)
        .map((one) => joinedLines(one.trim()))
        .filter((one) => one !== '')
      const between = (at: number) => {
        const last = Math.min(at, all.length - 1)
        const [before, after] = [all[last - 1], all[last]]
        if (before && after) return text.slice(before.end, after.start)
        return all[0] ? indentOf(all[0], text) : ''
      }
      const lines = written.map((one, at) => (at === 0 ? '' : between(at)) + writtenParagraph(one, at, known))
      return [{ ...said, text: lines.join('') }]
    },
  }
}

/** Whether a paragraph says something; one alone may be empty yet. */
function isSaid(inside: Stretch | undefined, isAlone: boolean): boolean {
  return inside !== undefined && (isAlone || inside.end > inside.start)
}

/** A paragraph: what people read of it, its source, and the tag that it begins with. */
interface Paragraph {
  readonly words: string
  readonly source: string
  readonly tag: string
}

function readParagraph(element: XmlElement, text: string): Paragraph {
  const { start, end } = innerStretch(element, text) ?? element
  return {
    words: joinedLines(shownMarkup(text.slice(start, end))),
    source: text.slice(element.start, element.end),
    tag: text.slice(element.start, insideOf(element, text).start),
  }
}

/** A paragraph that says what was there stays as it was; others look as the one in whose place they are. */
function writtenParagraph(words: string, at: number, known: readonly Paragraph[]): string {
  const same = [known[at], ...known].find((one) => one?.words === words)
  if (same) return same.source
  const made = paragraphs([words]).join('')
  const tag = (known[at] ?? known.at(-1))?.tag
  return tag !== undefined && made.startsWith('<p>') ? `${tag}${made.slice('<p>'.length)}` : made
}
