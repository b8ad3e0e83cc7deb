import type { BlockUse, NamedFile } from '../../content/index.js'
import { html, type SafeHtml } from '../../runtime/index.js'
import { blockAddress } from './author-pages.js'

/** A tag with the name that people read. */
export interface ShownTag {
  /** `TAXONOMY:TAG` */
  readonly tag: string
  readonly title: string
}

/** What is known of a library's block besides its fields. */
export interface LibraryBlockAbout {
  readonly base: string
  readonly context: string
  readonly usage: string
  readonly tags: readonly ShownTag[]
  /** The first of those that it may be given. */
  readonly known: readonly ShownTag[]
  readonly uses: readonly BlockUse[]
  readonly files: readonly NamedFile[]
  /** Whether it is published, and another one than that. */
  readonly isChanged: boolean
}

/** Tags of a block, where it is used, and the files it names. */
export function libraryBlockAbout({
  base,
  context,
  usage,
  tags,
  known,
  uses,
  files,
  isChanged,
}: LibraryBlockAbout): SafeHtml {
  return html`<section class="author-making" aria-labelledby="block-tags"><h2 id="block-tags">Tags</h2>
<form method="post" action="${blockAddress(base, usage)}/tags">
${tags.length === 0 ? html`<p>None yet.</p>` : html`<ul class="library-changes">${tags.map((one) => html`<li><label><input type="checkbox" name="keep" value="${one.tag}" checked> ${one.title}</label><input type="hidden" name="had" value="${one.tag}"></li>`)}</ul>`}
${
  known.length > 0 &&
  html`<p class="field"><label for="add-tag">Add a tag</label><input id="add-tag" name="add" list="known-tags" autocomplete="off" placeholder="taxonomy:tag"></p>
<datalist id="known-tags">${known.map((one) => html`<option value="${one.tag}">${one.title}</option>`)}</datalist>`
}
${known.length + tags.length > 0 ? html`<button type="submit">Save the tags</button>` : html`<p>This site has no taxonomy to take tags from.</p>`}
</form></section>
${acting(base, usage, isChanged)}
<section aria-labelledby="block-uses"><h2 id="block-uses">Where it is used</h2>
${uses.length === 0 ? html`<p>Nowhere, as far as is known.</p>` : html`<ul>${uses.map((use) => html`<li><a href="${base}/author/contexts/${encodeURIComponent(use.context)}">${use.context}</a> <small>in ${use.places} ${use.places === 1 ? 'place' : 'places'}</small></li>`)}</ul>`}
</section>
${
  files.length > 0 &&
  html`<section aria-labelledby="block-files"><h2 id="block-files">Files it names</h2>
<ul>${files.map(({ name, file }) => html`<li>${file ? html`<a href="${base}/author/assets/${encodeURIComponent(context)}/${pathOf(usage, name)}">${name}</a> <small>${file.mimeType}, ${size(file.size)}</small>` : html`${name} <small class="status draft">is not there</small>`}</li>`)}</ul></section>`
}`
}

function acting(base: string, usage: string, isChanged: boolean): SafeHtml {
  return html`<section class="author-making" aria-labelledby="block-actions"><h2 id="block-actions">The whole block</h2>
<p><a href="${blockAddress(base, usage)}/figures">How learners fare at it</a></p>
<form method="post" action="${blockAddress(base, usage)}/actions"><p class="author-actions">
<button type="submit" name="do" value="duplicate">Duplicate</button>
${isChanged && html`<button type="submit" name="do" value="discard" class="quiet">Discard its changes</button>`}
<button type="submit" name="do" value="delete" class="quiet">Delete</button></p>
<p><small>What is deleted goes from the draft, and from what is published with the next version; it stays in the history.</small></p></form></section>`
}

function pathOf(usage: string, name: string): string {
  const own = usage.startsWith('lb:') ? `${encodeURIComponent(usage)}/` : ''
  return `${own}${name.split('/').map(encodeURIComponent).join('/')}`
}

function size(bytes: number): string {
  return bytes < 10_000 ? `${bytes} bytes` : `${Math.round(bytes / 1000)} kB`
}
