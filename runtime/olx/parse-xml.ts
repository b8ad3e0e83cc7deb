import { SaxesParser } from 'saxes'
import { CompositorError } from '../errors/compositor-error.js'
import type { ErrorCode } from '../errors/table.js'
import { htmlEntities } from './html-entities.js'
import { XmlElement, type XmlAttributes, type XmlNode } from './xml-element.js'

/** Bounds that keep a hostile document from costing more than it is worth. */
export interface XmlLimits {
  /** Length of the whole text, in UTF-16 units. */
  readonly size: number
  /** Length of one attribute's value, in UTF-16 units. */
  readonly attribute: number
  /** Elements open at once. */
  readonly depth: number
  /** Elements in the document. */
  readonly elements: number
}

/** The bounds used where none are given; a real course's largest file has 2 MB, 6,000 elements and depth 40. */
export const xmlLimits: XmlLimits = { size: 20_000_000, attribute: 2_000_000, depth: 500, elements: 500_000 }

/** How {@link parseXml} reads. */
export interface ParseXmlOptions {
  /** Names the text in errors. */
  readonly file?: string | undefined
  /** Those that are left out are {@link xmlLimits}. */
  readonly limits?: Partial<XmlLimits> | undefined
}

interface OpenElement {
  readonly name: string
  readonly start: number
  readonly line: number
  readonly column: number
  attributes: Map<string, string> | undefined
  readonly children: XmlNode[]
}

const noAttributes: XmlAttributes = new Map()

/**
 * Reads an XML document into a tree. HTML's entities are known, others are not; CDATA becomes text;
 * names keep their prefixes as written; documents that declare entities are refused.
 * @throws CompositorError `olx-malformed`, `olx-too-large` or `olx-too-deep`, with file, line and column
 */
export function parseXml(text: string, { file = '<xml>', limits }: ParseXmlOptions = {}): XmlElement {
  const bounds = limits === undefined ? xmlLimits : { ...xmlLimits, ...limits }
  if (text.length > bounds.size) {
    throw new CompositorError(
      'olx-too-large',
      `${file} has ${text.length} characters; at most ${bounds.size} are read.`,
      { location: { file } },
    )
  }
  const parser = new SaxesParser({ position: false })
  parser.ENTITIES = htmlEntities
  const open: OpenElement[] = []
  let root: XmlElement | undefined
  let count = 0
  let line = 1
  let lineStart = 0

  // The next line break is remembered: looking for it anew costs the rest of the text each time.
  let lineEnd = text.indexOf('\n')
  const moveTo = (offset: number) => {
    while (lineEnd !== -1 && lineEnd < offset) {
      line++
      lineStart = lineEnd + 1
      lineEnd = text.indexOf('\n', lineStart)
    }
  }
  const refuse = (code: ErrorCode, offset: number, reason: string): never => {
    moveTo(offset)
    throw new CompositorError(code, reason, { location: { file, line, column: offset - lineStart + 1 } })
  }
  const addText = (added: string) => {
    const children = open.at(-1)?.children
    if (children === undefined) return
    const last = children.length - 1
    if (typeof children[last] === 'string') children[last] += added
    else children.push(added)
  }

  parser.on('error', (error) =>
    refuse(
      'olx-malformed',
      Math.max(0, parser.position - 1),
      `${file} is not well-formed XML: ${error.message}`,
    ),
  )
  parser.on('doctype', (doctype) => {
    if (/<!(?:ENTITY|ATTLIST)/i.test(doctype)) {
      refuse(
        'olx-malformed',
        parser.position - 1,
        `${file} declares entities; only the entities of HTML may be used.`,
      )
    }
  })
  parser.on('opentagstart', ({ name }) => {
    const start = text.lastIndexOf('<', parser.position - 1)
    if (open.length >= bounds.depth) {
      refuse('olx-too-deep', start, `<${short(name)}> is nested deeper than ${bounds.depth} elements.`)
    }
    if (++count > bounds.elements)
      refuse('olx-too-large', start, `${file} has more than ${bounds.elements} elements.`)
    moveTo(start)
    open.push({ name, start, line, column: start - lineStart + 1, attributes: undefined, children: [] })
  })
  parser.on('attribute', ({ name, value }) => {
    if (value.length > bounds.attribute) {
      const reason = `The attribute ${short(name)} has ${value.length} characters; at most ${bounds.attribute} are read.`
      refuse('olx-too-large', open.at(-1)?.start ?? 0, reason)
    }
    const element = open.at(-1)
    if (element !== undefined) (element.attributes ??= new Map()).set(name, value)
  })
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    const closed = open.pop()
    if (closed === undefined) return
    const { start, line: at, column } = closed
    const position = { line: at, column, start, end: parser.position }
    const element = new XmlElement(closed.name, closed.attributes ?? noAttributes, closed.children, position)
    const parent = open.at(-1)
    if (parent === undefined) root = element
    else parent.children.push(element)
  })
  parser.write(text).close()
  return root ?? refuse('olx-malformed', text.length, `${file} holds no element.`)
}

function short(name: string): string {
  return name.length > 80 ? `${name.slice(0, 80)}…` : name
}
