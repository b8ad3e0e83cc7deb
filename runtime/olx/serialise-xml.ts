import { XmlElement, type XmlNode } from './xml-element.js'

const textEscapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' }
const attributeEscapes: Record<string, string> = {
  ...textEscapes,
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;',
}

/** Characters XML cannot carry in any form: controls, lone surrogates, U+FFFE and U+FFFF. */
// oxlint-disable-next-line no-control-regex
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu

/** `text` as XML character data. Characters XML cannot carry are left out. */
export function escapeXmlText(text: string): string {
  return text.replace(unwritable, '').replace(/[&<>\r]/g, (found) => textEscapes[found] ?? found)
}

/** `value` as the inside of a double-quoted XML attribute; line breaks and tabs survive a reading. */
export function escapeXmlAttribute(value: string): string {
  return value.replace(unwritable, '').replace(/[&<>"\r\n\t]/g, (found) => attributeEscapes[found] ?? found)
}

/**
 * The XML text of an element, without an XML declaration and without added white space, so that reading it
 * gives an equal tree. Works at any depth.
 */
export function serialiseXml(root: XmlElement): string {
  let text = ''
  const open: (XmlNode | { readonly close: string })[] = [root]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node === 'string') text += escapeXmlText(node)
    else if (!(node instanceof XmlElement)) text += `</${node.close}>`
    else {
      text += `<${node.name}`
      for (const [name, value] of node.attributes) text += ` ${name}="${escapeXmlAttribute(value)}"`
      if (node.children.length === 0) text += '/>'
      else {
        text += '>'
        open.push({ close: node.name })
        for (let index = node.children.length - 1; index >= 0; index--) open.push(node.children[index] ?? '')
      }
    }
  }
  return text
}
