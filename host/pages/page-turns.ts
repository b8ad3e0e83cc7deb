import { html, type SafeHtml } from '../../runtime/index.js'
import type { PageWords } from '../words/index.js'

/** The part of a long list that a page shows. */
export interface ListPart {
  /** Of the page, without a query. */
  readonly path: string
  /** What its address says besides where the part begins. */
  readonly query: Readonly<Record<string, string>>
  /** Entries that are passed over. */
  readonly from: number
  readonly shown: number
  /** Entries in all. */
  readonly count: number
  readonly words: PageWords
}

/** Entries of a list that one page shows. */
export const pageLength = 100

/** The ways to the pages before and after a part of a list; nothing where all of it is shown. */
export function pageTurns({ path, query, from, shown, count, words }: ListPart): SafeHtml | undefined {
  if (from === 0 && count <= shown) return undefined
  const link = (start: number, rel: string, text: string) => {
    const asked = { ...query, ...(start > 0 && { from: String(start) }) }
    const search = new URLSearchParams(asked).toString()
    return html`<a rel="${rel}" href="${path}${search === '' ? '' : `?${search}`}">${text}</a>`
  }
  const place = { first: from + 1, last: from + shown, count }
  return html`<nav class="pages" aria-label="${words.say('Pages of this list')}">
${from > 0 && link(Math.max(0, from - pageLength), 'prev', words.say('Previous'))}
<span>${shown === 0 ? words.say('None of {count}', { count }) : words.say('{first} to {last} of {count}', place)}</span>
${from + shown < count && link(from + pageLength, 'next', words.say('Next'))}
</nav>`
}
