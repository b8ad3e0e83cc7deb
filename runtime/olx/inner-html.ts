import { escapeHtml } from '../html/safe-html.js'
import { XmlElement, type XmlNode } from './xml-element.js'

/** Elements of HTML that have no end tag. */
const voidElements = new Set(
  'area base br col embed hr img input link meta param source track wbr'.split(' '),
)

/**
 * What stands inside an element, as HTML. Text before the first child element is HTML already (a CDATA section,
 * escaped markup), as the incumbent's `stringify_children` has it. Works at any depth.
 */
export function innerHtml(element: XmlElement): string {
  let text = element.leadingText()
  const open: (XmlNode | { readonly close: string })[] = element.children
    .slice(typeof element.children[0] === 'string' ? 1 : 0)
    .toReversed()
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node === 'string') text += escapeHtml(node)
    else if (!(node instanceof XmlElement)) text += node.close
    else {
      text += `<${node.name}`
      for (const [name, value] of node.attributes) text += ` ${name}="${escapeHtml(value)}"`
      text += '>'
      if (voidElements.has(node.name.toLowerCase()) && node.children.length === 0) continue
      open.push({ close: `</${node.name}>` })
      for (const child of node.children.toReversed()) open.push(child)
    }
  }
  return text
}
