import type { FoundBlock, LibrarySettings } from '../../../content/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'
import { queryOf } from './asked-list.js'
import { blockAddress } from '../authors/author-pages.js'
import { libraryAddress } from './libraries-page.js'
import { libraryFiltersForm, statusNames, type LibraryFiltersParts } from './library-filters.js'
import { libraryHead, type LibraryPlace } from './library-head.js'
import { tickedActions, type TickedParts } from './library-ticked.js'
import { typeName } from '../type-names.js'

/** A type of blocks that may be added, with what one can begin with. */
export interface AddedType {
  readonly type: string
  readonly templates: readonly { readonly name: string; readonly title: string }[]
}

/** What a library's page shows. */
export interface LibraryPageParts extends LibraryPlace, LibraryFiltersParts, TickedParts {
  readonly isV2: boolean
  readonly settings: LibrarySettings
  readonly items: readonly FoundBlock[]
  readonly total: number
  readonly next: string | null
  /** The block that is shown beside the list. */
  readonly shown: { readonly key: string; readonly title: string } | undefined
  readonly types: readonly AddedType[]
  /** Why something was not done. */
  readonly refused?: string | undefined
  /** The OLX that was not added, and the type that was chosen beside it. */
  readonly given?: { readonly olx: string; readonly type: string } | undefined
}

/** The list of what is in a library, with filters, and beside it one of its blocks as a learner sees it. */
export function libraryPage(parts: LibraryPageParts): SafeHtml {
  const { words, base, context, settings, isPublished, may, total, items, shown, asked, containers } = parts
  const address = libraryAddress(base, context)
  const into = containers.find(({ usage }) => usage === asked.into)
  const list = html`${items.length === 0 ? html`<p>${words.say('Nothing here.')}</p>` : html`<ul class="library-blocks">${items.map((one) => line(parts, address, one))}</ul>`}
${turns(parts, address)}`
  return html`${libraryHead(parts, '', { refused: parts.refused })}
${settings.description !== '' && html`<p>${words.ofCourse(settings.description)}</p>`}
${may.edit && adding(parts, address)}
<p class="author-standing"><span>${isPublished ? words.say('Everything is published.') : words.say('Some changes are not published yet.')}</span>
<a href="${address}/publish">${isPublished ? words.say('Versions') : words.say('See the changes and publish')}</a></p>
${into && html`<p class="note" role="note">${words.sayHtml('Tick what is to stand in {container}, and put it into it below the list.', { container: html`<a href="${blockAddress(base, into.usage)}">${words.ofCourse(into.title)}</a>` })}</p>`}
${libraryFiltersForm(parts, address)}
<div class="library${shown ? ' has-preview' : ''}">
<section aria-labelledby="library-blocks"><h2 id="library-blocks">${words.say('{count, plural, one {# block} other {# blocks}}', { count: total })}</h2>
${may.edit && items.length > 0 ? html`<form method="post" action="${address}/ticked"><input type="hidden" name="draft" value="${parts.draft}">${list}${tickedActions(parts)}</form>` : list}
</section>
${shown && preview(words, base, shown)}
</div>`
}

function line(
  { words, base, asked, shown, may }: LibraryPageParts,
  address: string,
  one: FoundBlock,
): SafeHtml {
  const { usage, type, status, tags, usedIn } = one
  const title = usage.endsWith(`:${one.title}`)
    ? words.say('{type} without a name', { type: typeName(words, type) })
    : one.title
  const isShown = shown?.key === usage
  return html`<li${isShown ? html` class="is-shown"` : ''}>
${may.edit && html`<input type="checkbox" name="usage" value="${usage}" aria-label="${words.say('Tick “{title}”', { title })}"> `}<a class="title" href="${blockAddress(base, usage)}">${words.ofCourse(title)}</a>
<small>${typeName(words, type)}</small> <small class="status ${status}">${words.say(statusNames[status])}</small>${usedIn.length > 0 && html` <small>${words.say('used in {count, plural, one {# place} other {# places}}', { count: usedIn.length })}</small>`}${tags.map((tag) => html` <small class="tag">${tag}</small>`)}
<a class="show" href="${address}?${queryOf(asked, { after: asked.after, show: usage })}#preview"${isShown ? html` aria-current="true"` : ''} aria-label="${words.say('Preview “{title}”', { title })}">${words.say('Preview')}</a></li>`
}

function turns({ words, asked, next }: LibraryPageParts, address: string): SafeHtml | undefined {
  if (asked.after === '' && next === null) return undefined
  return html`<nav class="pages" aria-label="${words.say('Pages of this list')}">
${asked.after !== '' && html`<a href="${address}?${queryOf(asked, {})}">${words.say('First page')}</a>`}
${next !== null && html`<a rel="next" href="${address}?${queryOf(asked, { after: next })}">${words.say('Next')}</a>`}
</nav>`
}

function preview(
  words: PageWords,
  base: string,
  { key, title }: { readonly key: string; readonly title: string },
): SafeHtml {
  const address = `${base}/author/previews/${encodeURIComponent(key)}`
  return html`<aside id="preview" class="library-preview" tabindex="-1" aria-label="${words.say('Preview')}">
<h2>${words.ofCourse(title)}</h2>
<iframe src="${address}?beside=1" title="${words.say('“{title}” as a learner sees it', { title })}"></iframe>
<p><a href="${address}">${words.say('The preview on a page of its own')}</a></p></aside>`
}

function adding({ words, types, given }: LibraryPageParts, address: string): SafeHtml {
  const { olx = '', type: chosen = '' } = given ?? {}
  return html`<details class="library-adding" id="add-block"${olx === '' ? '' : html` open`}><summary>${words.say('Add a block')}</summary>
<form method="post" action="${address}/add">
<p class="field"><label for="add-type">${words.say('Type')}</label><select id="add-type" name="type">${types.map((one) => choice(words, one, chosen))}</select></p>
<details${olx === '' ? '' : html` open`}><summary>${words.say('Paste OLX')}</summary><p class="field"><label for="add-olx">${words.say('OLX of one block')}</label>
<textarea id="add-olx" name="olx" rows="8" spellcheck="false">\n${olx}</textarea><small>${words.say('With OLX here, its own type counts.')}</small></p></details>
<button type="submit">${words.say('Add')}</button></form></details>`
}

function choice(words: PageWords, { type, templates }: AddedType, chosen: string): SafeHtml {
  const option = (value: string, label: string) =>
    html`<option value="${value}"${value === chosen ? html` selected` : ''}>${label}</option>`
  return html`${option(type, typeName(words, type))}${templates.map(({ name, title }) => option(`${type} ${name}`, `${typeName(words, type)}: ${words.ofField(title)}`))}`
}
