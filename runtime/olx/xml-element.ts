/** Where an element stands in the text it was read from. */
export interface XmlPosition {
  /** Line of the `<`, from 1. */
  readonly line: number
  /** Column of the `<` in UTF-16 units, from 1. */
  readonly column: number
  /** Offset of the `<` in the text. */
  readonly start: number
  /** Offset after the last `>`. */
  readonly end: number
}

/** The attributes of an element in document order, by their raw name, prefix included. */
export type XmlAttributes = ReadonlyMap<string, string>

/** What stands inside an element: elements and text. Neighbouring texts are always joined to one. */
export type XmlNode = XmlElement | string

const noAttributes: XmlAttributes = new Map()
/** Fewer are looked through faster than found by name. */
const fewChildren = 64

const nowhere: XmlPosition = { line: 1, column: 1, start: 0, end: 0 }

/**
 * One element of an XML tree. Immutable, without a link to its parent. Comments and processing
 * instructions are not in the tree; {@link sourceOf} gives the author's text with everything in it.
 */
export class XmlElement {
  #named: Map<string, XmlElement[]> | undefined

  constructor(
    readonly name: string,
    readonly attributes: XmlAttributes = noAttributes,
    readonly children: readonly XmlNode[] = [],
    private readonly position: XmlPosition = nowhere,
  ) {}

  get line(): number {
    return this.position.line
  }

  get column(): number {
    return this.position.column
  }

  get start(): number {
    return this.position.start
  }

  get end(): number {
    return this.position.end
  }

  attribute(name: string): string | undefined {
    return this.attributes.get(name)
  }

  /** Child elements, all or those called `name`. */
  elements(name?: string): XmlElement[] {
    if (name !== undefined && this.children.length > fewChildren)
      return this.#byName().get(name)?.slice() ?? []
    const found: XmlElement[] = []
    for (const child of this.children) {
      if (typeof child !== 'string' && (name === undefined || child.name === name)) found.push(child)
    }
    return found
  }

  /** The first child element called `name`. */
  element(name: string): XmlElement | undefined {
    if (this.children.length > fewChildren) return this.#byName().get(name)?.[0]
    for (const child of this.children) if (typeof child !== 'string' && child.name === name) return child
    return undefined
  }

  /** The child elements by name: who asks of an element for each of many children would look at all of them each time. */
  #byName(): ReadonlyMap<string, XmlElement[]> {
    if (this.#named === undefined) {
      this.#named = new Map()
      for (const child of this.elements()) {
        const others = this.#named.get(child.name)
        if (others === undefined) this.#named.set(child.name, [child])
        else others.push(child)
      }
    }
    return this.#named
  }

  /** The element and all elements below it, in document order. */
  *descendants(): Generator<XmlElement> {
    const open: XmlElement[] = [this]
    for (let element = open.pop(); element !== undefined; element = open.pop()) {
      yield element
      for (let index = element.children.length - 1; index >= 0; index--) {
        const child = element.children[index]
        if (child !== undefined && typeof child !== 'string') open.push(child)
      }
    }
  }

  /** All text below the element, joined as it stands. */
  text(): string {
    const { children } = this
    if (children.length === 0) return ''
    if (children.length === 1 && typeof children[0] === 'string') return children[0]
    const open: XmlNode[] = children.toReversed()
    let text = ''
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (typeof node === 'string') text += node
      else
        for (let index = node.children.length - 1; index >= 0; index--) open.push(node.children[index] ?? '')
    }
    return text
  }

  /** Text that stands before the first child element; '' if there is none. */
  leadingText(): string {
    const first = this.children[0]
    return typeof first === 'string' ? first : ''
  }

  /** Whether text other than white space stands directly in the element. */
  hasText(): boolean {
    return this.children.some((child) => typeof child === 'string' && child.trim() !== '')
  }
}

/** The text an element was read from, comments included; `text` is what was given to `parseXml`. */
export function sourceOf(element: XmlElement, text: string): string {
  return text.slice(element.start, element.end)
}
