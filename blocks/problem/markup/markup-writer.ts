import { cleanStyle, escapeHtml, isAssetLink } from '../../../runtime/html/index.js'
import type { XmlElement, XmlNode } from '../../../runtime/olx/index.js'
import { cleanAddress } from './clean-address.js'
import {
  addressAttributes,
  blockElements,
  keptAttributes,
  keptElements,
  removedElements,
  voidElements,
} from './markup-tags.js'
import { joinedFormulas, textHtml, type RenderMath } from './math-text.js'

export interface MarkupOptions {
  readonly renderMath?: RenderMath | undefined
  /** Writes an element itself and says so, or leaves it to the writer. */
  readonly special?: ((element: XmlElement, writer: MarkupWriter) => boolean) | undefined
}

/**
 * Writes an author's markup as HTML, keeping what an allow-list names: no scripts, no event handlers, no addresses
 * that run code, no ids that could meet the page's own. Unknown elements give way to their content.
 */
export class MarkupWriter {
  private html = ''
  private readonly paragraphs = new Map<XmlElement, boolean>()

  constructor(private readonly options: MarkupOptions = {}) {}

  /** What was written since the last call. */
  take(): string {
    const { html } = this
    this.html = ''
    return html
  }

  /** Adds HTML of our own. */
  add(html: string): void {
    this.html += html
  }

  write(nodes: readonly XmlNode[]): void {
    const whole = this.options.renderMath === undefined ? nodes : joinedFormulas(nodes)
    for (const node of whole) {
      if (typeof node === 'string') this.html += textHtml(node, this.options.renderMath)
      else if (this.options.special?.(node, this) !== true) this.element(node)
    }
  }

  private element(element: XmlElement): void {
    const name = element.name.toLowerCase()
    if (removedElements.has(name)) return
    if (name === 'math') return this.write([mathText(element)])
    if (name === 'text') return this.wrapped('span', '', element)
    if (name === 'clarification') return this.wrapped('span', ' class="clarification" role="note"', element)
    if (name === 'label') return this.wrapped('div', ' class="question-label"', element)
    if (name === 'description') return this.wrapped('div', ' class="description"', element)
    if (!keptElements.has(name)) return this.write(element.children)
    const attributes = attributesHtml(name, element)
    if (name === 'iframe' && !attributes.includes(' src=')) return
    if (voidElements.has(name)) this.html += `<${name}${attributes}>`
    else if (name === 'p' && this.holdsBlock(element))
      this.wrapped('div', attributes || ' class="paragraph"', element)
    else this.wrapped(name, attributes, element)
  }

  /** Whether something below cannot stand in a paragraph; a browser would end the paragraph before it. */
  private holdsBlock(paragraph: XmlElement): boolean {
    let found = this.paragraphs.get(paragraph)
    if (found === undefined) {
      found = paragraph.elements().some((child) => this.isBlock(child))
      this.paragraphs.set(paragraph, found)
    }
    return found
  }

  private isBlock(element: XmlElement): boolean {
    if (blockElements.has(element.name) || element.name.endsWith('response')) return true
    return element.children.length > 0 && element.elements().some((child) => this.isBlock(child))
  }

  private wrapped(name: string, attributes: string, element: XmlElement): void {
    this.html += `<${name}${attributes}>`
    this.write(element.children)
    this.html += `</${name}>`
  }
}

/** An author's markup as clean HTML, without anything special in it. */
export function cleanMarkup(nodes: readonly XmlNode[], renderMath?: RenderMath): string {
  const [only] = nodes
  if (nodes.length === 1 && typeof only === 'string') return textHtml(only, renderMath)
  const writer = new MarkupWriter({ renderMath })
  writer.write(nodes)
  return writer.take()
}

function attributesHtml(name: string, element: XmlElement): string {
  if (element.attributes.size === 0) return name === 'img' ? ' alt=""' : ''
  const kept = keptAttributes(name)
  let html = ''
  for (const [raw, value] of element.attributes) {
    const attribute = raw.toLowerCase()
    const clean = cleanAttribute(name, attribute, value, kept)
    if (clean !== undefined) html += ` ${attribute}="${escapeHtml(clean)}"`
  }
  if (name === 'img' && element.attribute('alt') === undefined) html += ' alt=""'
  if (name === 'a' && element.attribute('target') !== undefined) html += ' rel="noopener noreferrer"'
  if (name === 'iframe') html += frameAttributes(html)
  return html
}

function cleanAttribute(
  element: string,
  name: string,
  value: string,
  kept: ReadonlySet<string>,
): string | undefined {
  if (name === 'style') return cleanStyle(value) || undefined
  if (/^aria-(?:label|hidden|level)$/.test(name)) return value
  if (!kept.has(name)) return undefined
  if (addressAttributes.has(name)) return cleanAddress(value, element)
  return name === 'target' ? '_blank' : value
}

/** Frames may run scripts but not lead the page away; the course's own files get no access to the page either. */
function frameAttributes(html: string): string {
  const own = isAssetLink(/ src="([^"]*)/.exec(html)?.[1] ?? '')
  const sandbox = `allow-scripts allow-forms allow-popups allow-downloads${own ? '' : ' allow-same-origin allow-presentation'}`
  return ` sandbox="${sandbox}" loading="lazy"${html.includes(' title=') ? '' : ' title="Embedded content"'}`
}

/** The maths of a `<math>` element: `$…$` inside, on a line of its own with `\displaystyle`. */
function mathText(element: XmlElement): string {
  const text = element.text()
  const display = text.includes(String.raw`\displaystyle`)
  const tag = display ? 'mathjax' : 'mathjaxinline'
  return text.replaceAll(String.raw`\displaystyle`, '').replace(/\$(.*)\$/s, `[${tag}]$1[/${tag}]`)
}
