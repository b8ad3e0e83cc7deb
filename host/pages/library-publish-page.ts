import type { BlockUse, NamedBlock, VersionDifference, VersionLine } from '../../content/index.js'
import { html, type SafeHtml } from '../../runtime/index.js'
import { blockAddress } from './author-pages.js'
import { historyAddress } from './block-history-page.js'
import { fieldLabel } from './field-words.js'
import { libraryAddress } from './libraries-page.js'
import { libraryHead, type LibraryPlace } from './library-head.js'
import { typeLabel } from './type-words.js'
import { versionLineOf } from './version-line.js'
import { englishWords } from '../words/index.js'

/** A block that cannot be shown as it is. */
export interface UnseenLine {
  readonly key: string
  readonly title: string
  readonly why: string
}

/** What the page shows by which a library is published. */
export interface LibraryPublishParts extends LibraryPlace {
  /** What publishing it would change; undefined where nothing is published yet. */
  readonly changes: VersionDifference | undefined
  /** Blocks of a draft of which nothing is published yet. */
  readonly count: number
  readonly unseen: readonly UnseenLine[]
  readonly uses: readonly BlockUse[]
  readonly versions: readonly VersionLine[]
  /** What was sent and refused, and why. */
  readonly refused: { readonly name: string; readonly comment: string; readonly why: string } | undefined
}

/** Blocks of one kind of change that are listed. */
export const mostChanges = 100

/** What publishing a library would change, for whom, and the form that does it. */
export function libraryPublishPage(parts: LibraryPublishParts): SafeHtml {
  const { base, context, title, isPublished, refused, unseen, may } = parts
  const address = libraryAddress(base, context)
  return html`${libraryHead(parts, 'publish', { heading: `Publish ${title}`, refused: refused?.why })}
${
  isPublished
    ? html`<p>Everything is published.</p>`
    : html`<form class="library-publish" method="post" action="${address}/publish">
<input type="hidden" name="draft" value="${parts.draft}">
${changing(parts)}
${unseen.length > 0 && html`<h2>What cannot be shown</h2><ul class="author-unseen">${unseen.map((one) => html`<li><a href="${blockAddress(base, one.key)}">${one.title}</a><br>${one.why}</li>`)}</ul>`}
${concerning(parts)}
${may.publish ? saying(parts) : html`<p class="note" role="note">You may look at this; publishing is for its authors.</p>`}
</form>`
}
${published(parts)}`
}

function changing({ base, changes, count }: LibraryPublishParts): SafeHtml {
  const heading = html`<h2 id="changes">What changes</h2>`
  if (!changes)
    return html`${heading}<p>Nothing of this library is published yet. Publishing it makes ${count === 1 ? 'its one block' : `its ${count} blocks`} known to courses.</p>`
  const { added, removed, changed, moved } = changes
  return html`${heading}
${!isListing(changes) && html`<p>What the library says of itself, or a file of it.</p>`}
${group(base, 'Added', added)}
${group(base, 'Changed', changed, (one) => html`<small>${fieldsOf(one.fields)}</small> <a href="${historyAddress(base, one.usage)}" aria-label="History of “${nameOf(one)}”">History</a>`)}
${group(base, 'In another order', moved)}
${group(base, 'Removed', removed)}`
}

/** Whether there is anything to tick. */
function isListing({ added, removed, changed, moved }: VersionDifference): boolean {
  return added.length + removed.length + changed.length + moved.length > 0
}

function group<One extends NamedBlock>(
  base: string,
  label: string,
  blocks: readonly One[],
  more?: (one: One) => SafeHtml,
): SafeHtml | undefined {
  if (blocks.length === 0) return undefined
  const isGone = label === 'Removed'
  const rest = blocks.length - mostChanges
  return html`<fieldset><legend>${label}: ${blocks.length}</legend><ul class="library-changes">${blocks
    .slice(0, mostChanges)
    .map(
      (one) =>
        html`<li><label><input type="checkbox" name="usage" value="${one.usage}" checked> ${nameOf(one)} <small>${typeLabel(one.type)}</small></label> ${!isGone && html`<a href="${blockAddress(base, one.usage)}" aria-label="Open “${nameOf(one)}”">Open</a>`} ${more?.(one)}</li>`,
    )}</ul>${rest > 0 && html`<p>And ${rest} more.</p>`}</fieldset>`
}

function fieldsOf(fields: readonly { readonly name: string }[]): string {
  const names = fields.slice(0, 5).map(({ name }) => fieldLabel(englishWords, name))
  return `${names.join(', ')}${fields.length > names.length ? ' and more' : ''}`
}

function nameOf({ title, type }: NamedBlock): string {
  return title ?? type
}

function concerning({ base, uses }: LibraryPublishParts): SafeHtml {
  const list = uses.slice(0, mostChanges).map(({ context, kind, places }) => {
    const address = `${base}/author/${kind === 'library' ? 'libraries' : 'contexts'}/${encodeURIComponent(context)}`
    return html`<li><a href="${address}">${context}</a> <small>in ${places} ${places === 1 ? 'place' : 'places'}</small></li>`
  })
  return html`<h2>For whom</h2>
${
  uses.length === 0
    ? html`<p>No course or library refers to it, as far as is known.</p>`
    : html`<p>These refer to it. Each keeps the version that it refers to until its authors take the new one.</p><ul class="library-uses">${list}</ul>`
}`
}

function saying({ refused, changes }: LibraryPublishParts): SafeHtml {
  return html`<h2>This version</h2>
<p class="field"><label for="version-name">Name</label><input id="version-name" name="name" value="${refused?.name ?? ''}" maxlength="200" autocomplete="off" aria-describedby="version-name-hint"${refused?.why !== undefined && refused.name === '' ? html` aria-invalid="true"` : ''}><small id="version-name-hint">Needed: courses find the version by it, such as “Autumn 2026”.</small></p>
<p class="field"><label for="version-comment">Comment</label><textarea id="version-comment" name="comment" rows="3" maxlength="2000">${refused?.comment ?? ''}</textarea></p>
<p class="author-actions"><button type="submit" name="what" value="all">Publish everything</button>
${changes && isListing(changes) && html`<button type="submit" name="what" value="some">Publish what is ticked</button> <button type="submit" name="what" value="discard" class="quiet" formnovalidate>Discard what is ticked</button>`}</p>`
}

function published({ versions }: LibraryPublishParts): SafeHtml | undefined {
  if (versions.length === 0) return undefined
  return html`<h2>Versions</h2><ol class="versions">${versions.map((line) => html`<li>${versionLineOf(line)}</li>`)}</ol>`
}
