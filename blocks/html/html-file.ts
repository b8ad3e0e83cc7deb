import type { OlxContext, XmlElement } from '../../runtime/olx/index.js'

/** The folder that holds the texts of a type, where it is not named for the type. */
const folders: Readonly<Record<string, string>> = { static_tab: 'tabs', course_info: 'info' }

/** A text file of an html block, or the paths it was looked for under. */
export type HtmlFile =
  | { readonly text: string; readonly path: string }
  | { readonly tried: readonly string[] }

/**
 * The text file an html element names with `filename` (or, misspelt, `file_name`), else the one with the block's
 * own name. The name may lack `.html`; a `:` is a folder; it counts from the folder of the block's own file, then
 * from the type's (the incumbent's `load_definition`).
 */
export function htmlFile(element: XmlElement, context: Pick<OlxContext, 'urlName' | 'text'>): HtmlFile {
  const folder = folders[element.name] ?? element.name
  const own = `${folder}/${context.urlName.replaceAll(':', '/')}`
  const named = fileName(element)?.replaceAll(':', '/')
  const bases =
    named === undefined ? [] : [`${own.slice(0, own.lastIndexOf('/'))}/${named}`, `${folder}/${named}`, named]
  const tried = [...new Set([...bases, own].flatMap(withEnding))]
  for (const path of tried) {
    const text = context.text(path)
    if (text !== undefined) return { text, path }
  }
  return { tried }
}

/** The file an html element names, or undefined. */
export function fileName(element: XmlElement): string | undefined {
  return (element.attribute('filename') ?? element.attribute('file_name'))?.trim() || undefined
}

function withEnding(path: string): string[] {
  return /\.html?$/i.test(path) ? [path, `${path}.html`] : [`${path}.html`, `${path}.htm`]
}
