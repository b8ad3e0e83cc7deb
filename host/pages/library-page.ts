import type {
  BlockStatus,
  CountedValue,
  FilterCounts,
  FoundBlock,
  LibrarySettings,
} from '../../content/index.js'
import { html, type SafeHtml } from '../../runtime/index.js'
import { blockAddress, newsLine } from './author-pages.js'
import { libraryAddress } from './libraries-page.js'
import { librarySettingsForm } from './library-settings-form.js'

/** By what the list of a library may be narrowed down on its page, and what each is called. */
export const libraryFilters = [
  ['types', 'Type'],
  ['status', 'Status'],
  ['tags', 'Tag'],
  ['collections', 'Collection'],
] as const

/** Which part of the list is asked for. */
export interface AskedList {
  readonly words: string
  /** By the name of a filter, the one value that is asked for. */
  readonly filters: Readonly<Partial<Record<(typeof libraryFilters)[number][0], string>>>
  /** `next` of the page before; '' for the first. */
  readonly after: string
}

/** What a library's page shows. */
export interface LibraryPageParts {
  readonly base: string
  readonly context: string
  readonly title: string
  readonly settings: LibrarySettings
  readonly isPublished: boolean
  readonly mayEdit: boolean
  readonly asked: AskedList
  readonly items: readonly FoundBlock[]
  readonly total: number
  readonly next: string | null
  /** Undefined where blocks are listed without an index, so that there are no filters. */
  readonly counts: FilterCounts | undefined
  /** Whether the index does not tell of the latest changes yet. */
  readonly isBehind: boolean
  /** The block that is shown beside the list. */
  readonly shown: { readonly key: string; readonly title: string } | undefined
  /** Types of blocks that may be added. */
  readonly types: readonly string[]
  readonly news: string | undefined
  /** Why something was not added. */
  readonly refused?: string | undefined
  /** The OLX that was not added, and the type that was chosen beside it. */
  readonly given?: { readonly olx: string; readonly type: string } | undefined
}

const statusNames: Readonly<Record<BlockStatus, string>> = {
  draft: 'Not published',
  changed: 'Changed',
  published: 'Published',
}

/** The list of what is in a library, with filters, and beside it one of its blocks as a learner sees it. */
export function libraryPage(parts: LibraryPageParts): SafeHtml {
  const { base, context, title, settings, isPublished, mayEdit, total, items, shown, news, refused } = parts
  const address = libraryAddress(base, context)
  return html`<nav class="crumbs" aria-label="Where this library stands"><a href="${base}/author/libraries">Libraries</a></nav>
<h1>${title}</h1>
<p class="library-key"><code>${context}</code></p>
${settings.description !== '' && html`<p>${settings.description}</p>`}
${newsLine(news)}
${refused !== undefined && html`<p role="alert" class="refused">${refused}</p>`}
<p class="author-standing"><span>${isPublished ? 'Everything is published.' : 'Some changes are not published yet.'}</span>
<a href="${address}/publish">${isPublished ? 'Versions' : 'See the changes and publish'}</a></p>
${filtering(parts, address)}
<div class="library${shown ? ' has-preview' : ''}">
<section aria-labelledby="library-blocks"><h2 id="library-blocks">${blocks(total)}</h2>
${items.length === 0 ? html`<p>Nothing here.</p>` : html`<ul class="library-blocks">${items.map((one) => line(parts, address, one))}</ul>`}
${turns(parts, address)}
</section>
${shown && preview(base, shown)}
</div>
${mayEdit && adding(parts, address)}
${mayEdit && librarySettingsForm(settings, address)}`
}

function blocks(total: number): string {
  return total === 1 ? '1 block' : `${total} blocks`
}

function filtering({ asked, counts, isBehind }: LibraryPageParts, address: string): SafeHtml {
  if (!counts)
    return html`<p class="note" role="note">Blocks are listed in the library’s order. Finding them by words, tags and status has to wait for the search index.</p>`
  const chosen = libraryFilters.some(([name]) => asked.filters[name] !== undefined) || asked.words !== ''
  return html`<form class="library-filters" role="search" aria-label="Find in this library" method="get" action="${address}">
<p class="field"><label for="find-words">Words</label><input id="find-words" type="search" name="words" value="${asked.words}"></p>
${libraryFilters.map(([name, label]) => choice(name, label, counts[name], asked.filters[name]))}
<p class="field"><button type="submit">Find</button>${chosen && html` <a href="${address}">Show all</a>`}</p>
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
      html`<option value="${value}"${value === chosen ? html` selected` : ''}>${name === 'status' ? statusNames[value as BlockStatus] : value} (${count})</option>`,
  )}</select></p>`
}

function line({ base, asked, shown }: LibraryPageParts, address: string, one: FoundBlock): SafeHtml {
  const { usage, type, title, status, tags, usedIn } = one
  const isShown = shown?.key === usage
  const uses = usedIn.length === 1 ? 'used in 1 place' : `used in ${usedIn.length} places`
  return html`<li${isShown ? html` class="is-shown"` : ''}>
<a class="title" href="${blockAddress(base, usage)}">${title}</a>
<small>${type}</small> <small class="status ${status}">${statusNames[status]}</small>${usedIn.length > 0 && html` <small>${uses}</small>`}${tags.map((tag) => html` <small class="tag">${tag}</small>`)}
<a class="show" href="${address}?${queryOf(asked, { after: asked.after, show: usage })}#preview"${isShown ? html` aria-current="true"` : ''} aria-label="Preview “${title}”">Preview</a></li>`
}

function turns({ asked, next }: LibraryPageParts, address: string): SafeHtml | undefined {
  if (asked.after === '' && next === null) return undefined
  return html`<nav class="pages" aria-label="Pages of this list">
${asked.after !== '' && html`<a href="${address}?${queryOf(asked, {})}">First page</a>`}
${next !== null && html`<a rel="next" href="${address}?${queryOf(asked, { after: next })}">Next</a>`}
</nav>`
}

function preview(base: string, { key, title }: { readonly key: string; readonly title: string }): SafeHtml {
  const address = `${base}/author/previews/${encodeURIComponent(key)}`
  return html`<aside id="preview" class="library-preview" tabindex="-1" aria-label="Preview">
<h2>${title}</h2>
<iframe src="${address}?beside=1" title="“${title}” as a learner sees it"></iframe>
<p><a href="${address}">The preview on a page of its own</a></p></aside>`
}

function adding({ types, given }: LibraryPageParts, address: string): SafeHtml {
  const { olx = '', type: chosen } = given ?? {}
  const isOpen = olx === '' ? '' : html` open`
  return html`<section class="author-making" aria-labelledby="add-block"><h2 id="add-block">Add a block</h2>
<form method="post" action="${address}/add">
<p class="field"><label for="add-type">Type</label><select id="add-type" name="type">${types.map((type) => html`<option${type === chosen ? html` selected` : ''}>${type}</option>`)}</select></p>
<details${isOpen}><summary>Paste OLX</summary><p class="field"><label for="add-olx">OLX of one block</label>
<textarea id="add-olx" name="olx" rows="8" spellcheck="false">${olx}</textarea><small>With OLX here, its own type counts.</small></p></details>
<button type="submit">Add</button></form></section>`
}

function queryOf({ words, filters }: AskedList, more: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams()
  if (words !== '') query.set('words', words)
  for (const [name, value] of Object.entries(filters)) query.set(name, value)
  for (const [name, value] of Object.entries(more)) if (value !== '') query.set(name, value)
  return query.toString()
}
