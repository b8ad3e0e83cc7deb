import type { OfferedBlocks } from '../../../content/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'
import { typeName } from '../type-names.js'

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
  readonly words: PageWords
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
  const { words, address, draft, mayEdit, takesSubsets, asked, offered } = parts
  if (!mayEdit || !offered) return undefined
  const isNarrowed = [asked.words, asked.type, asked.tag, asked.collection].some((one) => one !== '')
  const libraries = parts.libraries.map(
    ({ key, title }) =>
      html`<option value="${key}"${key === asked.library ? html` selected` : ''}>${title}</option>`,
  )
  const field = (name: 'words' | 'type' | 'tag' | 'collection', label: string) =>
    html`<p><label for="by-${name}">${label}</label><input id="by-${name}" name="${name}" value="${asked[name]}"></p>`
  return html`<h3 id="choose">${words.say('Choose blocks')}</h3>
<form class="preview-as" method="get" action="${address}#choose">
${libraries.length > 1 && html`<p><label for="of">${words.say('Of the library')}</label><select id="of" name="of">${libraries}</select></p>`}
${field('words', words.say('Words'))}${field('type', words.say('Type'))}${field('collection', words.say('Collection'))}${field('tag', words.say('Tag'))}
<button type="submit">${words.say('Find')}</button></form>
<div class="library${asked.show === '' ? '' : ' has-preview'}"><form method="post" action="${address}"><input type="hidden" name="draft" value="${draft}">
${(['library', 'words', 'type', 'tag', 'collection'] as const).map((name) => html`<input type="hidden" name="asked-${name}" value="${asked[name]}">`)}
<p>${words.say('{count, plural, one {# block} other {# blocks}}', { count: offered.total })}</p>
${list(parts)}
<p><button type="submit" name="what" value="add">${words.say('Add those that are ticked')}</button>
${isNarrowed && takesSubsets && html`<button type="submit" name="what" value="subset">${words.say('Take all of this subset ({count})', { count: String(offered.total) })}</button>`}</p></form>
${asked.show !== '' && preview(parts)}</div>
${turns(parts)}`
}

function list({ words, address, chosen, asked, offered, base }: ChoosingParts): SafeHtml {
  if (!offered || offered.items.length === 0) return html`<p>${words.say('Nothing is found.')}</p>`
  return html`<ul class="library-blocks">${offered.items.map(({ block, type, title }) => {
    const key = block.toString()
    const isIn = chosen.has(key)
    return html`<li${key === asked.show ? html` class="is-shown"` : ''}>${isIn ? html`<small class="status published">${words.say('chosen')}</small>` : html`<input type="checkbox" name="block" value="${key}" aria-label="${words.say('Tick “{title}”', { title })}">`}
<a class="title" href="${base}/author/blocks/${encodeURIComponent(key)}">${words.ofCourse(title)}</a> <small>${typeName(words, type)}</small>
<a class="show" href="${address}?${queryOf(asked, { from: String(asked.from), show: key })}#preview" aria-label="${words.say('Preview “{title}”', { title })}">${words.say('Preview')}</a></li>`
  })}</ul>`
}

function turns({ words, address, asked, offered }: ChoosingParts): SafeHtml | undefined {
  const next = asked.from + chosenTogether
  const isMore = offered !== undefined && next < offered.total
  if (asked.from === 0 && !isMore) return undefined
  return html`<nav class="pages" aria-label="${words.say('Pages of this list')}">
${asked.from > 0 && html`<a href="${address}?${queryOf(asked, {})}#choose">${words.say('First page')}</a>`}
${isMore && html`<a rel="next" href="${address}?${queryOf(asked, { from: String(next) })}#choose">${words.say('Next')}</a>`}</nav>`
}

/** The block as the version has it that is chosen. */
function preview({ words, base, libraries, asked: { library, show } }: ChoosingParts): SafeHtml {
  const { version } = libraries.find(({ key }) => key === library) ?? {}
  const address = `${base}/author/previews/${encodeURIComponent(show)}`
  const query = new URLSearchParams(version === undefined ? {} : { version }).toString()
  const parts = { link: (inside: SafeHtml) => html`<a href="${address}?${query}">${inside}</a>` }
  const ofVersion =
    version === undefined
      ? words.sayHtml('<link>The preview on a page of its own</link>: as the library’s draft has it.', parts)
      : words.sayHtml(
          '<link>The preview on a page of its own</link>: as the version has it that is chosen.',
          parts,
        )
  return html`<aside id="preview" class="library-preview" tabindex="-1" aria-label="${words.say('Preview')}">
<h3>${words.say('As a learner sees it')}</h3>
<iframe src="${address}?beside=1&${query}" title="${words.say('The block as a learner sees it')}"></iframe>
<p>${ofVersion}</p></aside>`
}

function queryOf(asked: AskedBlocks, more: Readonly<Record<string, string>>): string {
  const { library: of, words, type, tag, collection } = asked
  const all = Object.entries({ of, words, type, tag, collection, ...more })
  return new URLSearchParams(all.filter(([, value]) => value !== '' && value !== '0')).toString()
}
