import { escapeXmlAttribute } from './serialise-xml.js'
import type { TextEdit } from './text-edit.js'
import type { XmlElement } from './xml-element.js'

/** An attribute as it stands in a text; offsets in UTF-16 units. */
interface WrittenAttribute {
  readonly name: string
  /** From the white space before it to behind its closing quote. */
  readonly start: number
  readonly end: number
  /** Inside its quotes. */
  readonly valueStart: number
  readonly valueEnd: number
  readonly quote: string
}

const attribute = /(\s*)([^\s=/>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/y

/** The start tag of an element in the well-formed text it was read from. */
export class StartTag {
  readonly attributes = new Map<string, WrittenAttribute>()
  /** Behind its name. */
  readonly nameEnd: number
  /** Of its `>` or `/>`. */
  readonly close: number
  /** Behind its `>`. */
  readonly end: number
  readonly isEmpty: boolean
  private readonly text: string

  constructor(element: Pick<XmlElement, 'start' | 'name'>, text: string) {
    this.text = text
    this.nameEnd = element.start + 1 + element.name.length
    let at = this.nameEnd
    for (;;) {
      attribute.lastIndex = at
      const found = attribute.exec(text)
      if (found === null) break
      const [whole, space = '', name = '', double] = found
      const end = at + whole.length
      const valueStart = text.indexOf(double === undefined ? "'" : '"', at + space.length + name.length) + 1
      const quote = double === undefined ? "'" : '"'
      this.attributes.set(name, { name, start: at, end, valueStart, valueEnd: end - 1, quote })
      at = end
    }
    this.close = at + (/^\s*/.exec(text.slice(at, at + 1000))?.[0].length ?? 0)
    this.isEmpty = text[this.close] === '/'
    this.end = text.indexOf('>', this.close) + 1
  }

  /** The edits by which attributes have these values, undefined for none; those that have them already stay. */
  with(values: ReadonlyMap<string, string | undefined>, now: ReadonlyMap<string, string>): TextEdit[] {
    const edits: TextEdit[] = []
    let added = ''
    for (const [name, value] of values) {
      const found = this.attributes.get(name)
      if (found === undefined) {
        if (value !== undefined) added += `${this.separator}${name}="${escapeXmlAttribute(value)}"`
      } else if (value === undefined) edits.push({ start: found.start, end: found.end, text: '' })
      else if (now.get(name) !== value) {
        const text = escapeXmlAttribute(value)
        const inside = found.quote === '"' ? text : text.replaceAll("'", '&#39;').replaceAll('&quot;', '"')
        edits.push({ start: found.valueStart, end: found.valueEnd, text: inside })
      }
    }
    const last = [...this.attributes.values()].at(-1)?.end ?? this.nameEnd
    if (added !== '') edits.push({ start: last, end: last, text: added })
    return edits
  }

  /** The white space before another attribute: as before the last one. */
  private get separator(): string {
    const last = [...this.attributes.values()].at(-1)
    return (last && /^\s+/.exec(this.text.slice(last.start, last.end))?.[0]) ?? ' '
  }
}

/** Where the inside of an element stands. An element in one tag has none: its inside is written in place of `/>`. */
export function insideOf(
  element: XmlElement,
  text: string,
): { readonly start: number; readonly end: number; readonly isEmpty: boolean } {
  const tag = new StartTag(element, text)
  if (tag.isEmpty) return { start: tag.close, end: tag.end, isEmpty: true }
  return { start: tag.end, end: text.lastIndexOf('</', element.end - 1), isEmpty: false }
}

/** The edit by which other XML stands inside an element. */
export function insideEdit(element: XmlElement, text: string, inside: string): TextEdit[] {
  const { start, end, isEmpty } = insideOf(element, text)
  if (!isEmpty) return text.slice(start, end) === inside ? [] : [{ start, end, text: inside }]
  return inside === '' ? [] : [{ start, end, text: `>${inside}</${element.name}>` }]
}

/** The edit by which XML stands before the end tag of an element. */
export function appendEdit(element: XmlElement, text: string, added: string): TextEdit {
  const { start, end, isEmpty } = insideOf(element, text)
  return isEmpty ? { start, end, text: `>${added}</${element.name}>` } : { start: end, end, text: added }
}

/** The edit that takes an element away, with the white space that set it apart on a line of its own. */
export function removalEdit(element: Pick<XmlElement, 'start' | 'end'>, text: string): TextEdit {
  const before =
    /(?:\r?\n)?[ \t]*$/.exec(text.slice(Math.max(0, element.start - 1000), element.start))?.[0] ?? ''
  const isAlone =
    before.includes('\n') && /^[ \t]*(?:\r?\n|<)/.test(text.slice(element.end, element.end + 1000))
  return { start: element.start - (isAlone ? before.length : 0), end: element.end, text: '' }
}
