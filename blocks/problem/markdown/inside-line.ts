import { serialiseXml, XmlElement } from '../../../runtime/olx/index.js'

/** What stands in an element, in one line. */
export function insideIn({ children }: Pick<XmlElement, 'children'>): string {
  const text = children.map((child) =>
    serialiseXml(typeof child === 'string' ? new XmlElement('x', undefined, [child]) : child),
  )
  return text
    .map((one) => one.replace(/^<x>|<\/x>$|^<x\/>$/g, ''))
    .join('')
    .replaceAll('&gt;', '>')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
