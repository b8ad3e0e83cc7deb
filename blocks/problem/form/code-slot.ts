import { escapeXmlText, type XmlElement } from '../../../runtime/olx/index.js'
import { insideOf } from '../../../runtime/olx/start-tag.js'
import type { Slot, SlotPlace } from './slot.js'

const cdata = /^(\s*<!\[CDATA\[)([^]*)(\]\]>\s*)$/

/** The code in an element, without what XML writes around it. An element in one tag gets an inside. */
export function codeSlot({ text, id }: SlotPlace, element: XmlElement): Slot {
  const { start, end, isEmpty } = insideOf(element, text)
  const inside = isEmpty ? '' : text.slice(start, end)
  const [, open = '', code = inside] = cdata.exec(inside) ?? []
  const isCdata = open !== '' && !code.includes(']]>')
  const from = start + (isCdata ? open.length : 0)
  const whole = { start: from, end: isCdata ? from + code.length : end }
  const value = isCdata ? code : element.text()
  // Comments and the like would be lost from what is read of them.
  const isOwn = isCdata || isEmpty || !inside.includes('<')
  return {
    name: `${id}.code`,
    role: 'code',
    kind: 'code',
    value: (isOwn ? value : inside).replaceAll(/\r\n?/g, '\n'),
    edits: (given) => {
      if (isCdata) return [{ ...whole, text: given.replaceAll(']]>', ']]]]><![CDATA[>') }]
      const written = isOwn ? escapeXmlText(given) : given
      return [{ ...whole, text: isEmpty ? `>${written}</${element.name}>` : written }]
    },
  }
}
