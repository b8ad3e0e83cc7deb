import type { XmlElement } from '../../runtime/olx/index.js'

/** Whether an element is nothing but attributes: what it says may stand in a file of its own. */
export function isBare(element: XmlElement): boolean {
  return element.elements().length === 0 && !element.hasText()
}

/**
 * Whether an element only points to a file: nothing inside, and no attribute but url_name (of a course also
 * org and course). The incumbent's `is_pointer_tag`.
 */
export function isPointer(element: XmlElement): boolean {
  const names = [...element.attributes.keys()].sort().join()
  return isBare(element) && names === (element.name === 'course' ? 'course,org,url_name' : 'url_name')
}

/** Where the file of a pointer may be: `TYPE/URL_NAME.xml`, a `:` being a folder; older courses used plurals. */
export function pointerPaths(type: string, urlName: string): string[] {
  const path = urlName.replaceAll(':', '/')
  return [`${type}/${path}.xml`, `${type}s/${path}.xml`]
}

/** Where the file named by a `filename` attribute may be. */
export function filenamePaths(type: string, filename: string): string[] {
  const path = filename.replaceAll(':', '/')
  return [`${type}/${path}.xml`, `${type}s/${path}.xml`, `${type}/${path}`, `${type}s/${path}`, path]
}
