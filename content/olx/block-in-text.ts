import { parseXml } from '../../runtime/olx/index.js'
import { blockTypeOf } from './block-types.js'
import type { TextPlace } from './line-starts.js'

/** Where in a text of OLX a block begins that it gives: by its type and url_name, else the whole. */
export function blockInText(olx: string, type: string, name: string): TextPlace {
  const root = parseXml(olx)
  for (const element of root.descendants())
    if (blockTypeOf(element.name) === type && element.attribute('url_name') === name)
      return { line: element.line, column: element.column }
  return { line: root.line, column: root.column }
}
