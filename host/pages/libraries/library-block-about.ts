import type { NamedFile } from '../../../content/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import type { NamedUse } from '../../libraries/named-uses.js'
import type { PageWords } from '../../words/index.js'
import { blockAddress } from '../authors/author-pages.js'
import { contextLink, sizeIn } from '../page-words.js'

/** A tag with the name that people read. */
export interface ShownTag {
  /** `TAXONOMY:TAG` */
  readonly tag: string
  readonly title: string
}

/** What is known of a library's block besides its fields. */
export interface LibraryBlockAbout {
  readonly words: PageWords
  readonly base: string
  readonly context: string
  readonly usage: string
  /** Name of the draft that the page was made of. */
  readonly draft: string
  readonly mayEdit: boolean
  readonly tags: readonly ShownTag[]
  /** The first of those that it may be given. */
  readonly known: readonly ShownTag[]
  readonly uses: readonly NamedUse[]
  readonly files: readonly NamedFile[]
  /** Whether it is published, and another one than that. */
  readonly isChanged: boolean
}

/** Tags of a block, what can be done with it as a whole, where it is used, and the files it names. */
export function libraryBlockAbout(parts: LibraryBlockAbout): SafeHtml {
  const { words, base, context, usage, uses, files, mayEdit } = parts
  const isComponent = !/:(?:unit|subsection|section):[^:]*$/.test(usage) && usage.startsWith('lb:')
  return html`${tagging(parts)}
${mayEdit && acting(parts)}
<section aria-labelledby="block-uses"><h2 id="block-uses">${words.say('Where it is used')}</h2>
${uses.length === 0 ? html`<p>${words.say('Nowhere, as far as is known.')}</p>` : html`<ul>${uses.map((use) => html`<li>${contextLink(base, use, use.title)} <small>${words.say('in {count, plural, one {# place} other {# places}}', { count: use.places })}</small></li>`)}</ul>`}
<p><a href="${blockAddress(base, usage)}/figures">${words.say('How learners fare at it')}</a></p></section>
${
  isComponent &&
  html`<section aria-labelledby="block-files"><h2 id="block-files">${words.say('Files it names')}</h2>
${files.length === 0 ? html`<p>${words.say('None.')}</p>` : html`<ul>${files.map(({ name, file }) => html`<li>${file ? html`<a href="${assetAddress(base, context, usage, name)}">${name}</a> <small>${sizeIn(words, file.size)}</small>` : html`${name} <small class="status draft">${words.say('is not there')}</small>`}</li>`)}</ul>`}
<p><a href="${blockAddress(base, usage)}/files">${mayEdit ? words.say('Add, replace and rename its files') : words.say('All its files')}</a></p></section>`
}`
}

function tagging({ words, base, usage, tags, known, mayEdit }: LibraryBlockAbout): SafeHtml {
  const heading = html`<h2 id="block-tags">${words.say('Tags')}</h2>`
  if (!mayEdit)
    return html`<section aria-labelledby="block-tags">${heading}<p>${tags.length === 0 ? words.say('None.') : tags.map(({ title }) => title).join(', ')}</p></section>`
  return html`<section class="author-making" aria-labelledby="block-tags">${heading}
<form method="post" action="${blockAddress(base, usage)}/tags">
${tags.length === 0 ? html`<p>${words.say('None yet.')}</p>` : html`<ul class="library-changes">${tags.map((one) => html`<li><label><input type="checkbox" name="keep" value="${one.tag}" checked> ${words.ofCourse(one.title)}</label><input type="hidden" name="had" value="${one.tag}"></li>`)}</ul>`}
${
  known.length > 0 &&
  html`<p class="field"><label for="add-tag">${words.say('Add a tag')}</label><input id="add-tag" name="add" list="known-tags" autocomplete="off"></p>
<datalist id="known-tags">${known.map((one) => html`<option value="${one.tag}">${one.title}</option>`)}</datalist>`
}
${known.length + tags.length > 0 ? html`<button type="submit">${words.say('Save the tags')}</button>` : html`<p>${words.say('This site has no taxonomy to take tags from.')}</p>`}
</form></section>`
}

function acting({ words, base, usage, draft, isChanged }: LibraryBlockAbout): SafeHtml {
  return html`<section class="author-making" aria-labelledby="block-actions"><h2 id="block-actions">${words.say('The whole block')}</h2>
<form method="post" action="${blockAddress(base, usage)}/actions"><input type="hidden" name="draft" value="${draft}"><p class="author-actions">
<button type="submit" name="do" value="duplicate" class="quiet">${words.say('Duplicate')}</button>
${isChanged && html`<button type="submit" name="do" value="discard" class="quiet">${words.say('Discard its changes')}</button>`}
<button type="submit" name="do" value="delete" class="quiet">${words.say('Delete')}</button></p>
<p><small>${words.say('What is deleted goes from the draft, and from what is published with the next version; it stays in the history.')}</small></p></form></section>`
}

/** Where authors get a static file of a block, or of the whole where that is named. */
export function assetAddress(base: string, context: string, usage: string, name: string): string {
  const own = usage.startsWith('lb:') ? `${encodeURIComponent(usage)}/` : ''
  return `${base}/author/assets/${encodeURIComponent(context)}/${own}${name.split('/').map(encodeURIComponent).join('/')}`
}
