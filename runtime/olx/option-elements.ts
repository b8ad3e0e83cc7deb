import { XmlElement } from './xml-element.js'

const optionNamespace = 'http://code.edx.org/xblock/option'

/** An element without its option elements, and the fields those name. */
export interface SplitOptions {
  readonly element: XmlElement
  /** Values by field name; null for an element marked `none="true"`. */
  readonly options: ReadonlyMap<string, string | null>
}

const noOptions: ReadonlyMap<string, string | null> = new Map()

/**
 * Takes the child elements in XBlock's option namespace out of an element: they are fields written as
 * elements (XBlock's `add_xml_to_node`). `scopes` are elements around it that may declare the namespace. An element that
 * something was taken out of has no place in its file any more.
 */
export function splitOptions(element: XmlElement, scopes: readonly XmlElement[]): SplitOptions {
  const inherited = new Set<string>()
  for (const scope of [...scopes, element]) declaredPrefixes(scope, inherited)
  const options = new Map<string, string | null>()
  const children = element.children.filter((child) => {
    if (typeof child === 'string') return true
    const colon = child.name.indexOf(':')
    const prefix = colon === -1 ? '' : child.name.slice(0, colon)
    if (!inherited.has(prefix) && !declaredPrefixes(child, new Set()).has(prefix)) return true
    options.set(child.name.slice(colon + 1), child.attribute('none') === 'true' ? null : child.text())
    return false
  })
  if (options.size === 0) return { element, options: noOptions }
  return { element: new XmlElement(element.name, element.attributes, children), options }
}

/** Adds the prefixes an element binds to the option namespace; '' is the default namespace. */
function declaredPrefixes(element: XmlElement, prefixes: Set<string>): Set<string> {
  for (const [name, value] of element.attributes) {
    if (value !== optionNamespace) continue
    if (name === 'xmlns') prefixes.add('')
    else if (name.startsWith('xmlns:')) prefixes.add(name.slice('xmlns:'.length))
  }
  return prefixes
}
