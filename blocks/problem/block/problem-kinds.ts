import { parseXml, type XmlElement } from '../../../runtime/olx/index.js'
import { isResponse } from '../response-tags.js'

/** The kinds of response in a problem, by the names of their elements: banks draw by them (`capa_type`). */
export function problemKinds(data: string): readonly string[] {
  const found = new Set<string>()
  const walk = (element: XmlElement): void => {
    if (isResponse(element.name)) found.add(element.name)
    for (const child of element.elements()) walk(child)
  }
  try {
    walk(parseXml(data))
  } catch {
    // A text that cannot be read asks nothing.
  }
  return [...found]
}
