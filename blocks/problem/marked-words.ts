import type { I18n } from '../../runtime/service/index.js'

/** HTML of our words among the course's, marked where that is in another language. */
export function markedWords(html: string, { marks }: I18n): string {
  return marks.text === '' ? html : `<span${marks.text}>${html}</span>`
}
