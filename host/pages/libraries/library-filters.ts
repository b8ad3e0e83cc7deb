import type { BlockStatus, CountedValue, FilterCounts } from '../../../content/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import { toSay, type PageWords } from '../../words/index.js'
import { libraryFilters, queryOf, type AskedList } from './asked-list.js'
import { typeName } from '../type-names.js'

/** What people read for the status of a block: messages. */
export const statusNames: Readonly<Record<BlockStatus, string>> = {
  draft: toSay('Not published'),
  changed: toSay('Changed'),
  published: toSay('Published'),
}

/** What narrows the list of a library down. */
export interface LibraryFiltersParts {
  readonly words: PageWords
  readonly asked: AskedList
  /** Undefined where blocks are listed without an index, so that there are no filters. */
  readonly counts: FilterCounts | undefined
  /** Whether the index does not tell of the latest changes yet. */
  readonly isBehind: boolean
}

/** The form by which the list of a library is narrowed down. @param address of the list */
export function libraryFiltersForm(
  { words, asked, counts, isBehind }: LibraryFiltersParts,
  address: string,
): SafeHtml {
  if (!counts)
    return html`<p class="note" role="note">${words.say('Blocks are listed in the library’s order. Finding them by words, tags and status has to wait for the search index.')}</p>`
  const chosen = libraryFilters.some(([name]) => asked.filters[name] !== undefined) || asked.words !== ''
  const all = queryOf({ ...asked, words: '', filters: {} })
  return html`<form class="library-filters" role="search" aria-label="${words.say('Find in this library')}" method="get" action="${address}">
${asked.into !== '' && html`<input type="hidden" name="into" value="${asked.into}">`}
<p class="field find-words"><label for="find-words">${words.say('Words')}</label><input id="find-words" type="search" name="words" value="${asked.words}"></p>
${libraryFilters.map(([name, label]) => choice(words, { name, label }, counts[name], asked.filters[name]))}
<p class="field"><button type="submit">${words.say('Find')}</button>${chosen && html` <a href="${address}${all !== '' && `?${all}`}">${words.say('Show all')}</a>`}</p>
</form>
${isBehind && html`<p class="note" role="note">${words.say('The latest changes may be missing here for a moment.')}</p>`}`
}

function choice(
  words: PageWords,
  { name, label }: { readonly name: string; readonly label: string },
  values: readonly CountedValue[],
  chosen: string | undefined,
): SafeHtml | undefined {
  const all =
    chosen === undefined || values.some(({ value }) => value === chosen)
      ? values
      : [...values, { value: chosen, count: 0 }]
  if (all.length === 0) return undefined
  const id = `find-${name}`
  return html`<p class="field"><label for="${id}">${words.say(label)}</label><select id="${id}" name="${name}"><option value="">${words.say('Any')}</option>${all.map(
    ({ value, count }) =>
      html`<option value="${value}"${value === chosen ? html` selected` : ''}>${nameOf(words, name, value)} (${words.formatNumber(count)})</option>`,
  )}</select></p>`
}

function nameOf(words: PageWords, name: string, value: string): string {
  if (name === 'status') return words.say(statusNames[value as BlockStatus])
  return name === 'types' ? typeName(words, value) : value
}
