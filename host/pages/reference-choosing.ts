import type { OfferedBlocks } from '../../content/index.js'
import { html, type SafeHtml } from '../../runtime/index.js'
import { counted } from './page-words.js'
import { typeLabel } from './type-words.js'

/** Which blocks of which library are listed to be chosen. */
export interface AskedBlocks {
  /** Key of a library, as text; '' for none. */
  readonly library: string
  readonly words: string
  readonly type: string
  readonly tag: string
  readonly collection: string
  readonly from: number
  /** Key of the block that is shown beside the list; '' for none. */
  readonly show: string
}

/** Blocks on one page of that list. */
export const chosenTogether = 50

/** Where blocks are chosen. */
export interface ChoosingParts {
  readonly base: string
  /** Of the page, which the forms are sent to. */
  readonly address: string
  readonly draft: string
  /** With the version of each that is looked at; its draft where none is said. */
  readonly libraries: readonly {
    readonly key: string
    readonly title: string
    readonly version?: string | undefined
  }[]
  /** Usage keys of the blocks that are chosen already, as text. */
  readonly chosen: ReadonlySet<string>
  /** Whether all of what is found can be taken as a subset. */
  readonly takesSubsets: boolean
  readonly mayEdit: boolean
  readonly asked: AskedBlocks
  readonly offered: OfferedBlocks | undefined
}

/** The blocks of a library that could be chosen, found by words and filters, each to be looked at as a learner sees it. */
export function referenceChoosing(parts: ChoosingParts): SafeHtml | undefined {
  const { address, draft, mayEdit, takesSubsets, asked, offered } = parts
  if (!mayEdit || !offered) return undefined
  const isNarrowed = [asked.words, asked.type, asked.tag, asked.collection].some((one) => one !== '')
  const libraries = parts.libraries.map(
    ({ key, title }) =>
      html`<option value="${key}"${key === asked.library ? html` selected` : ''}>${title}</option>`,
  )
  const field = (name: 'words' | 'type' | 'tag' | 'collection', label: string) =>
    html`<p><label for="by-${name}">${label}</label><input id="by-${name}" name="${name}" value="${asked[name]}"></p>`
  return html`<h3 id="choose">Choose blocks</h3>
<form class="preview-as" method="get" action="${address}#choose">
${libraries.length > 1 && html`<p><label for="of">Of the library</label><select id="of" name="of">${libraries}</select></p>`}
${field('words', 'Words')}${field('type', 'Type')}${field('collection', 'Collection')}${field('tag', 'Tag')}
<button type="submit">Find</button></form>
<div class="library${asked.show === '' ? '' : ' has-preview'}"><form method="post" action="${address}"><input type="hidden" name="draft" value="${draft}">
${(['library', 'words', 'type', 'tag', 'collection'] as const).map((name) => html`<input type="hidden" name="asked-${name}" value="${asked[name]}">`)}
<p>${counted(offered.total, 'block')}</p>
${list(parts)}
<p><button type="submit" name="what" value="add">Add those that are ticked</button>
${isNarrowed && takesSubsets && html`<button type="submit" name="what" value="subset">Take all of this subset (${String(offered.total)})</button>`}</p></form>
${asked.show !== '' && preview(parts)}</div>
${turns(parts)}`
}

function list({ address, chosen, asked, offered, base }: ChoosingParts): SafeHtml {
  if (!offered || offered.items.length === 0) return html`<p>Nothing is found.</p>`
  return html`<ul class="library-blocks">${offered.items.map(({ block, type, title }) => {
    const key = block.toString()
    const isIn = chosen.has(key)
    return html`<li${key === asked.show ? html` class="is-shown"` : ''}>${isIn ? html`<small class="status published">chosen</small>` : html`<input type="checkbox" name="block" value="${key}" aria-label="Tick “${title}”">`}
<a class="title" href="${base}/author/blocks/${encodeURIComponent(key)}">${title}</a> <small>${typeLabel(type)}</small>
<a class="show" href="${address}?${queryOf(asked, { from: String(asked.from), show: key })}#preview" aria-label="Preview “${title}”">Preview</a></li>`
  })}</ul>`
}

function turns({ address, asked, offered }: ChoosingParts): SafeHtml | undefined {
  const next = asked.from + chosenTogether
  const isMore = offered !== undefined && next < offered.total
  if (asked.from === 0 && !isMore) return undefined
  return html`<nav class="pages" aria-label="Pages of this list">
${asked.from > 0 && html`<a href="${address}?${queryOf(asked, {})}#choose">First page</a>`}
${isMore && html`<a rel="next" href="${address}?${queryOf(asked, { from: String(next) })}#choose">Next</a>`}</nav>`
}

/** The block as the version has it that is chosen. */
function preview({ base, libraries, asked: { library, show } }: ChoosingParts): SafeHtml {
  const { version } = libraries.find(({ key }) => key === library) ?? {}
  const address = `${base}/author/previews/${encodeURIComponent(show)}`
  const query = new URLSearchParams(version === undefined ? {} : { version }).toString()
  return html`<aside id="preview" class="library-preview" tabindex="-1" aria-label="Preview">
<h3>As a learner sees it</h3>
<iframe src="${address}?beside=1&${query}" title="The block as a learner sees it"></iframe>
<p><a href="${address}?${query}">The preview on a page of its own</a>: ${version === undefined ? 'as the library’s draft has it' : 'as the version has it that is chosen'}.</p></aside>`
}

function queryOf(asked: AskedBlocks, more: Readonly<Record<string, string>>): string {
  const { library: of, words, type, tag, collection } = asked
  const all = Object.entries({ of, words, type, tag, collection, ...more })
  return new URLSearchParams(all.filter(([, value]) => value !== '' && value !== '0')).toString()
}
