import { splitOptions } from '../olx/option-elements.js'
import { XmlElement } from '../olx/xml-element.js'
import type { JsonObject } from '../values/json.js'
import type { BlockTypes } from './block-types.js'
import { readAttributes, type ReadAttributes } from './read-attributes.js'

/** The `xblock-family` by which a child element says that it is an aside and no child block. */
export const asideFamily = 'xblock_asides.v1'

/** What {@link readAsides} gave. */
export interface ReadAsides {
  /** The element without the asides in it. */
  readonly element: XmlElement
  /** Authored values by aside type, then by OLX name. */
  readonly asides: Readonly<Record<string, JsonObject>>
  /** Elements of asides nobody provides. */
  readonly unknown: readonly XmlElement[]
  readonly refused: ReadAttributes['refused']
}

/**
 * Takes the asides out of a block's element: child elements with `xblock-family="xblock_asides.v1"`, called by the aside's
 * type, their attributes being its fields. Where there are none, the element comes back as it is.
 * @param scopes elements around it that may declare the option namespace
 */
export function readAsides(
  element: XmlElement,
  types: Pick<BlockTypes, 'asides'>,
  scopes: readonly XmlElement[],
): ReadAsides {
  const isAside = (child: XmlElement['children'][number]) =>
    typeof child !== 'string' && child.attribute('xblock-family') === asideFamily
  if (!element.children.some(isAside)) return { element, asides: {}, unknown: [], refused: [] }
  const asides: Record<string, JsonObject> = {}
  const unknown: XmlElement[] = []
  const refused: ReadAttributes['refused'][number][] = []
  for (const child of element.elements().filter(isAside)) {
    const type = types.asides?.find(({ name }) => name === child.name)
    if (!type || asides[type.name]) {
      unknown.push(child)
      continue
    }
    const { element: bare, options } = splitOptions(child, [...scopes, element])
    const read = readAttributes([...bare.attributes, ...options], type)
    asides[type.name] = { ...read.content, ...read.settings }
    refused.push(...read.refused.map(({ name, why }) => ({ name: `${child.name}/${name}`, why })))
  }
  const children = element.children.filter((child) => !isAside(child))
  return { element: new XmlElement(element.name, element.attributes, children), asides, unknown, refused }
}
