import { html, type SafeHtml } from '../../runtime/index.js'
import { directionOf } from '../../runtime/words/index.js'
import type { PageWords } from '../words/index.js'

/**
 * What blocks of a course show, in the course's language: where the page around it is in another one it says so, as far as the course does.
 * @param language of the course, as in BCP 47
 * @param page what it stands in; `language` is undefined where nobody knows
 */
export function courseContent(
  content: SafeHtml,
  language: string | undefined,
  page: Pick<PageWords, 'direction'> & { readonly language: string | undefined },
): SafeHtml {
  if (language === undefined)
    return page.direction === 'ltr' ? content : html`<div dir="auto">${content}</div>`
  if (language === page.language) return content
  return html`<div lang="${language}" dir="${directionOf(language)}">${content}</div>`
}
