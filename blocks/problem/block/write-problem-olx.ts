import { escapeXmlText, parseXml, type WriteOlx, type XmlElement } from '../../../runtime/olx/index.js'
import { markdownToXml } from '../engine.js'

const said = ['data']

/**
 * Writes a problem: the inside of its text as it stands, under the attributes its fields now have. A problem whose
 * attributes its author need not change stands as they wrote it, to the letter.
 */
export const writeProblemOlx: WriteOlx = ({ content: { data, markdown }, isSaidBy }) => {
  if (typeof data !== 'string') return { said, inside: '' }
  const isMarkdown =
    typeof markdown === 'string' && markdown.trim() !== '' && markdownToXml(markdown) === data
  if (isMarkdown) return { said, inside: '' }
  const root = rootOf(data)
  if (!root) return { said, inside: escapeXmlText(data) }
  const source = data.slice(root.start, root.end)
  const isWhole = root.name === 'problem' && isSaidBy(root, said)
  return { said, inside: insideOf(source), ...(isWhole && { whole: source }) }
}

function rootOf(data: string): XmlElement | undefined {
  try {
    return parseXml(data)
  } catch {
    return undefined
  }
}

/** What stands between the tags of an element, comments and white space included. */
function insideOf(source: string): string {
  const [startTag = ''] = /^<(?:[^"'>]|"[^"]*"|'[^']*')*>/.exec(source) ?? []
  return startTag.endsWith('/>') ? '' : source.slice(startTag.length, source.lastIndexOf('</'))
}
