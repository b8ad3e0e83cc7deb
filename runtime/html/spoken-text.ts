import { formulasIn } from './formulas.js'
import { unescapeHtml } from './unescape-html.js'

/**
 * HTML as one line of plain text, for the name of a control: formulas by their TeX, pictures by their `alt`. Browsers
 * leave formulas out of the names they make of labels.
 */
export function spokenText(html: string): string {
  const text = html
    .replace(/<math\b.*?<annotation [^>]*>([^<]*)<\/annotation>.*?<\/math>/gs, '$1')
    .replace(/<img\b[^>]*?\salt="([^"]*)"[^>]*>/g, ' $1 ')
    .replace(/<\/?(?:p|div|br|li|ul|ol|t[dhr]|h\d)\b[^>]*>/g, ' ')
    .replace(/<[^>]*>/g, '')
  return unescapeHtml(text).replace(/\s+/g, ' ').trim()
}

/** A plain text that an author wrote as the name of something: its formulas by their TeX, without what marks them. */
export function spokenTex(text: string): string {
  return formulasIn(text)
    .map((part) => (typeof part === 'string' ? part : part.tex))
    .join('')
}
