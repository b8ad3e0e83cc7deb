import type { BlockStatus, CountedValue, FilterCounts } from '../../content/index.js'
import { html, type SafeHtml } from '../../runtime/index.js'
import { libraryFilters, queryOf, type AskedList } from './asked-list.js'
import { typeLabel } from './type-words.js'

/** What people read for the status of a block. */
export const statusNames: Readonly<Record<BlockStatus, string>> = {
  draft: 'Not published',
  changed: 'Changed',
  published: 'Published',
}

/** What narrows the list of a library down. */
export interface LibraryFiltersParts {
  readonly asked: AskedList
  /** Undefined where blocks are listed without an index, so that there are no filters. */
  readonly counts: FilterCounts | undefined
  /** Whether the index does not tell of the latest changes yet. */
  readonly isBehind: boolean
}

/** The form by which the list of a library is narrowed down. @param address of the list */
export function libraryFiltersForm(
  { asked, counts, isBehind }: LibraryFiltersParts,
  address: string,
): SafeHtml {
  if (!counts)
    return html`<p class="note" role="note">Blocks are listed in the library’s order. Finding them by words, tags and status has to wait for the search index.</p>`
  const chosen = libraryFilters.some(([name]) => asked.filters[name] !== undefined) || asked.words !== ''
  const all = queryOf({ ...asked, words: '', filters: {} })
  return html`<form class="library-filters" role="search" aria-label="Find in this library" method="get" action="${address}">
${asked.into !== '' && html`<input type="hidden" name="into" value="${asked.into}">`}
<p class="field"><label for="find-words">Words</label><input id="find-words" type="search" name="words" value="${asked.words}"></p>
${libraryFilters.map(([name, label]) => choice(name, label, counts[name], asked.filters[name]))}
<p class="field"><button type="submit">Find</button>${chosen && html` <a href="${address}${all !== '' && `?${all}`}">Show all</a>`}</p>
</form>
${isBehind && html`<p class="note" role="note">The latest changes may be missing here for a moment.</p>`}`
}

function choice(
  name: string,
  label: string,
  values: readonly CountedValue[],
  chosen: string | undefined,
): SafeHtml | undefined {
  const all =
    chosen === undefined || values.some(({ value }) => value === chosen)
      ? values
      : [...values, { value: chosen, count: 0 }]
  if (all.length === 0) return undefined
  const id = `find-${name}`
  return html`<p class="field"><label for="${id}">${label}</label><select id="${id}" name="${name}"><option value="">Any</option>${all.map(
    ({ value, count }) =>
      html`<option value="${value}"${value === chosen ? html` selected` : ''}>${words(name, value)} (${count})</option>`,
  )}</select></p>`
}

function words(name: string, value: string): string {
  if (name === 'status') return statusNames[value as BlockStatus]
  return name === 'types' ? typeLabel(value) : value
}
