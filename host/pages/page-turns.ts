import { html, type SafeHtml } from '../../runtime/index.js'

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
}

/** Entries of a list that one page shows. */
export const pageLength = 100

/** The ways to the pages before and after a part of a list; nothing where all of it is shown. */
export function pageTurns({ path, query, from, shown, count }: ListPart): SafeHtml | undefined {
  if (from === 0 && count <= shown) return undefined
  const link = (start: number, rel: string, text: string) => {
    const words = { ...query, ...(start > 0 && { from: String(start) }) }
    const search = new URLSearchParams(words).toString()
    return html`<a rel="${rel}" href="${path}${search === '' ? '' : `?${search}`}">${text}</a>`
  }
  return html`<nav class="pages" aria-label="Pages of this list">
${from > 0 && link(Math.max(0, from - pageLength), 'prev', 'Previous')}
<span>${shown === 0 ? 'None' : `${from + 1} to ${from + shown}`} of ${count}</span>
${from + shown < count && link(from + pageLength, 'next', 'Next')}
</nav>`
}
