import {
  innerHtml,
  type OlxContext,
  type OlxFields,
  type ReadOlx,
  type XmlElement,
} from '../../runtime/olx/index.js'
import { fileName, htmlFile } from './html-file.js'

/**
 * Reads an html block: its text is in a file it names, or inside the element. A file that is missing is a
 * diagnostic, and what stands in the element is used instead.
 */
export const readHtmlOlx: ReadOlx = (element, { content, settings }, context): OlxFields => ({
  content: { ...content, data: dataOf(element, context) },
  settings,
  children: [],
})

function dataOf(element: XmlElement, context: OlxContext): string {
  const named = fileName(element)
  const inside = innerHtml(element)
  if (named === undefined && inside.trim() !== '') return inside
  const file = htmlFile(element, context)
  if ('text' in file) return file.text
  if (named !== undefined) {
    context.report({
      level: 'error',
      code: 'html-file-missing',
      file: context.file,
      line: element.line,
      column: element.column,
      message: `<${element.name}> names the file '${named}', which is not there; looked for ${file.tried.join(', ')}.`,
    })
  }
  return inside
}
