import { blockOlx, type BlockTypes } from '../../runtime/block/index.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import { escapeXmlAttribute } from '../../runtime/olx/index.js'
import { errorBlockType, type AuthoredBlock } from './authored-block.js'

/**
 * The OLX of a block with all below it, in one text. A block that could not be read, or whose type nobody provides, is
 * the text its author wrote.
 * @param blocks those of the whole course or library, by usage key
 */
export function olxOfBlock(
  key: string,
  blocks: ReadonlyMap<string, AuthoredBlock>,
  types: BlockTypes,
): string {
  const block = blocks.get(key)
  if (block === undefined) return ''
  const { type, content } = block
  const urlName = block.urlName ?? parseUsageKey(key).blockId
  if (type === errorBlockType && typeof content['contents'] === 'string') return content['contents']
  if (types.get(type) === undefined && typeof content['xml'] === 'string')
    return named(content['xml'], urlName)
  const children = block.children.map((child) => olxOfBlock(child, blocks, types))
  return blockOlx({ ...block, urlName, children }, types)
}

/** An element's own text, with its name where it stood in a file called by it. */
function named(xml: string, urlName: string): string {
  const [tag = ''] = /^<(?:[^"'>]|"[^"]*"|'[^']*')*>/.exec(xml) ?? []
  if (/\surl_name\s*=/.test(tag)) return xml
  return xml.replace(/^<[^\s/>]+/, (start) => `${start} url_name="${escapeXmlAttribute(urlName)}"`)
}
