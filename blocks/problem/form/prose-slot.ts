import type { XmlElement } from '../../../runtime/olx/index.js'
import { insideOf } from '../../../runtime/olx/start-tag.js'
import { paragraphs } from '../markdown/inline-xml.js'
import { shownMarkup, stretchSlot } from './markup-slot.js'
import { innerStretch, trimmed, type Slot, type SlotPlace } from './slot.js'

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
    all.every((one) => one.name === 'p' && one.attributes.size === 0 && innerStretch(one, text) !== undefined)
  if (!isProse) return stretchSlot(place, said, 'explanation', 'code')
  const known = new Map(
    all.map((one) => {
      const { start, end } = innerStretch(one, text) ?? one
      return [
        shownMarkup(text.slice(start, end)).replaceAll(/\s*\n\s*/g, ' '),
        text.slice(one.start, one.end),
      ]
    }),
  )
  const between = (all[0] && all[1] && text.slice(all[0].end, all[1].start)) ?? ''
  return {
    name,
    role: 'explanation',
    kind: 'lines',
    value: [...known.keys()].join('\n\n'),
    edits: (value) => {
      const written = value
        .split(/\n\s*\n/)
        .map((one) => one.trim().replaceAll(/\s*\n\s*/g, ' '))
        .filter((one) => one !== '')
        .map((one) => known.get(one) ?? paragraphs([one]).join(''))
      return [{ ...said, text: written.join(between) }]
    },
  }
}
