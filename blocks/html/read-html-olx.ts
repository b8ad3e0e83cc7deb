import { renderMaths } from '../../runtime/html/index.js'
import {
  innerHtml,
  undrawnFormulas,
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
  if (named === undefined && inside.trim() !== '') return checked(inside, element, context)
  const file = htmlFile(element, context)
  if ('text' in file) return checked(file.text, element, context, file.path)
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

/** The text as it is; formulas in it that cannot be drawn are a finding at the first of them. */
function checked(html: string, element: XmlElement, context: OlxContext, file?: string): string {
  const undrawn: string[] = []
  renderMaths(html.replace(/<(script|style)\b.*?<\/\1>/gis, ''), (tex) => undrawn.push(tex))
  const finding = undrawnFormulas(undrawn)
  if (finding === undefined) return html
  const at = html.indexOf(undrawn[0] ?? '')
  const line = file === undefined || at < 0 ? element.line : html.slice(0, at).split('\n').length
  context.report({ ...finding, file: file ?? context.file, line })
  return html
}
