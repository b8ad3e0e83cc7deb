import type { Collection } from '../../../content/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import { libraryAddress } from './libraries-page.js'
import { libraryHead, type LibraryPlace } from './library-head.js'

/** What the page of a library's collections shows. */
export interface LibraryCollectionsParts extends LibraryPlace {
  readonly collections: readonly Collection[]
  /** What was sent and refused, and why. */
  readonly refused?: { readonly why: string; readonly sent: URLSearchParams } | undefined
}

/** The collections of a library, each to be renamed and deleted, and the form that makes another. */
export function libraryCollectionsPage(parts: LibraryCollectionsParts): SafeHtml {
  const { words, base, context, collections, may, refused } = parts
  const address = libraryAddress(base, context)
  return html`${libraryHead(parts, 'collections', { heading: words.say('Collections'), refused: refused?.why })}
<p>${words.sayHtml('A collection puts blocks of the library together, such as those of one week. Courses can refer to all of one. <link>Tick blocks in the list</link> to add them.', { link: (inside) => html`<a href="${address}">${inside}</a>` })}</p>
${collections.length === 0 ? html`<p>${words.say('There is no collection yet.')}</p>` : html`<ul class="cards">${collections.map((one) => card(parts, address, one))}</ul>`}
${may.edit && making(parts, address)}`
}

function card(
  { words, may, draft, refused }: LibraryCollectionsParts,
  address: string,
  one: Collection,
): SafeHtml {
  const { key, title, description, blocks } = one
  const isRefused = refused?.sent.get('key') === key
  const value = (name: string, own: string) => (isRefused ? (refused?.sent.get(name) ?? own) : own)
  const id = `collection-${key}`
  return html`<li id="${id}"><a href="${address}?collections=${encodeURIComponent(key)}"><strong>${words.ofCourse(title || key)}</strong></a>
${description !== '' && html`<span>${words.ofCourse(description)}</span>`}
<small>${words.say('{count, plural, one {# block} other {# blocks}}', { count: blocks.length })}</small>
${
  may.edit &&
  html`<details${isRefused ? html` open` : ''}><summary>${words.say('Rename or delete')}<span class="unseen">: ${title || key}</span></summary>
<form method="post" action="${address}/collections"><input type="hidden" name="draft" value="${draft}"><input type="hidden" name="key" value="${key}">
<p class="field"><label for="${id}-title">${words.say('Title')}</label><input id="${id}-title" name="title" value="${value('title', title)}" maxlength="500" required autocomplete="off"></p>
<p class="field"><label for="${id}-description">${words.say('Description')}</label><textarea id="${id}-description" name="description" rows="2" maxlength="10000">${value('description', description)}</textarea></p>
<p class="author-actions"><button type="submit" name="do" value="set">${words.say('Save')}</button> <button type="submit" name="do" value="delete" class="quiet" formnovalidate>${words.say('Delete the collection; its blocks stay')}</button></p></form></details>`
}</li>`
}

function making({ words, draft, refused }: LibraryCollectionsParts, address: string): SafeHtml {
  const isRefused = refused?.sent.get('do') === 'make'
  const value = (name: string) => (isRefused ? (refused?.sent.get(name) ?? '') : '')
  return html`<section class="author-making" aria-labelledby="make-collection"><h2 id="make-collection">${words.say('Make a collection')}</h2>
<form method="post" action="${address}/collections"><input type="hidden" name="draft" value="${draft}">
<p class="field"><label for="new-title">${words.say('Title')}</label><input id="new-title" name="title" value="${value('title')}" maxlength="500" required autocomplete="off"></p>
<p class="field"><label for="new-description">${words.say('Description')}</label><textarea id="new-description" name="description" rows="2" maxlength="10000">${value('description')}</textarea></p>
<button type="submit" name="do" value="make">${words.say('Make the collection')}</button></form></section>`
}
