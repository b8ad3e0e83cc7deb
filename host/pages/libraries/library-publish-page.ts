import type { NamedBlock, VersionDifference, VersionLine } from '../../../content/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import type { NamedUse } from '../../libraries/named-uses.js'
import { toSay, type PageWords } from '../../words/index.js'
import { blockAddress } from '../authors/author-pages.js'
import { historyAddress } from '../authors/block-history-page.js'
import { fieldLabel } from '../authors/field-words.js'
import { libraryAddress } from './libraries-page.js'
import { libraryHead, type LibraryPlace } from './library-head.js'
import { contextLink } from '../page-words.js'
import { typeName } from '../type-names.js'
import { versionLineOf } from '../authors/version-line.js'

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
  readonly uses: readonly NamedUse[]
  readonly versions: readonly VersionLine[]
  /** What was sent and refused, and why. */
  readonly refused: { readonly name: string; readonly comment: string; readonly why: string } | undefined
}

/** Blocks of one kind of change that are listed. */
export const mostChanges = 100

const removedLabel = toSay('Removed: {count}')

/** What publishing a library would change, for whom, and the form that does it. */
export function libraryPublishPage(parts: LibraryPublishParts): SafeHtml {
  const { words, base, context, title, isPublished, refused, unseen, may } = parts
  const address = libraryAddress(base, context)
  return html`${libraryHead(parts, 'publish', { heading: words.say('Publish {title}', { title }), refused: refused?.why })}
${
  isPublished
    ? html`<p>${words.say('Everything is published.')}</p>`
    : html`<form class="library-publish" method="post" action="${address}/publish">
<input type="hidden" name="draft" value="${parts.draft}">
${changing(parts)}
${unseen.length > 0 && html`<h2>${words.say('What cannot be shown')}</h2><ul class="author-unseen">${unseen.map((one) => html`<li><a href="${blockAddress(base, one.key)}">${words.ofCourse(one.title)}</a><br>${one.why}</li>`)}</ul>`}
${concerning(parts)}
${may.publish ? saying(parts) : html`<p class="note" role="note">${words.say('You may look at this; publishing is for its authors.')}</p>`}
</form>`
}
${published(parts)}`
}

function changing({ words, base, changes, count }: LibraryPublishParts): SafeHtml {
  const heading = html`<h2 id="changes">${words.say('What changes')}</h2>`
  if (!changes)
    return html`${heading}<p>${words.say('Nothing of this library is published yet. {count, plural, one {Publishing makes its # block known to courses.} other {Publishing makes its # blocks known to courses.}}', { count })}</p>`
  const { added, removed, changed, moved } = changes
  return html`${heading}
${!isListing(changes) && html`<p>${words.say('What the library says of itself, or a file of it.')}</p>`}
${group({ words, base }, toSay('Added: {count}'), added)}
${group({ words, base }, toSay('Changed: {count}'), changed, (one) => html`<small>${fieldsOf(words, one.fields)}</small> <a href="${historyAddress(base, one.usage)}" aria-label="${words.say('History of {title}', { title: nameOf(words, one) })}">${words.say('History')}</a>`)}
${group({ words, base }, toSay('In another order: {count}'), moved)}
${group({ words, base }, removedLabel, removed)}`
}

/** Whether there is anything to tick. */
function isListing({ added, removed, changed, moved }: VersionDifference): boolean {
  return added.length + removed.length + changed.length + moved.length > 0
}

function group<One extends NamedBlock>(
  { words, base }: Pick<LibraryPublishParts, 'words' | 'base'>,
  label: string,
  blocks: readonly One[],
  more?: (one: One) => SafeHtml,
): SafeHtml | undefined {
  if (blocks.length === 0) return undefined
  const isGone = label === removedLabel
  const rest = blocks.length - mostChanges
  return html`<fieldset><legend>${words.say(label, { count: words.formatNumber(blocks.length) })}</legend><ul class="library-changes">${blocks
    .slice(0, mostChanges)
    .map(
      (one) =>
        html`<li><label><input type="checkbox" name="usage" value="${one.usage}" checked> ${words.ofCourse(nameOf(words, one))} <small>${typeName(words, one.type)}</small></label> ${!isGone && html`<a href="${blockAddress(base, one.usage)}" aria-label="${words.say('Open “{title}”', { title: nameOf(words, one) })}">${words.say('Open')}</a>`} ${more?.(one)}</li>`,
    )}</ul>${rest > 0 && html`<p>${words.say('And {count} more.', { count: rest })}</p>`}</fieldset>`
}

function fieldsOf(words: PageWords, fields: readonly { readonly name: string }[]): string {
  const names = fields.slice(0, 5).map(({ name }) => fieldLabel(words, name))
  return fields.length > names.length
    ? words.say('{names} and more', { names: names.join(', ') })
    : names.join(', ')
}

function nameOf(words: PageWords, { title, type }: NamedBlock): string {
  return title ?? typeName(words, type)
}

function concerning({ words, base, uses }: LibraryPublishParts): SafeHtml {
  const list = uses.slice(0, mostChanges).map(({ context, kind, title, places }) => {
    return html`<li>${contextLink(base, { context, kind }, title)} <small>${words.say('in {count, plural, one {# place} other {# places}}', { count: places })}</small></li>`
  })
  return html`<h2>${words.say('For whom')}</h2>
${
  uses.length === 0
    ? html`<p>${words.say('No course or library refers to it, as far as is known.')}</p>`
    : html`<p>${words.say('These refer to it. Each keeps the version that it refers to until its authors take the new one.')}</p><ul class="library-uses">${list}</ul>`
}`
}

function saying({ words, refused, changes }: LibraryPublishParts): SafeHtml {
  return html`<h2>${words.say('This version')}</h2>
<p class="field"><label for="version-name">${words.say('Name')}</label><input id="version-name" name="name" value="${refused?.name ?? ''}" maxlength="200" autocomplete="off" aria-describedby="version-name-hint"${refused?.why !== undefined && refused.name === '' ? html` aria-invalid="true"` : ''}><small id="version-name-hint">${words.say('Needed: courses find the version by it, such as “Autumn 2026”.')}</small></p>
<p class="field"><label for="version-comment">${words.say('Comment')}</label><textarea id="version-comment" name="comment" rows="3" maxlength="2000">${refused?.comment ?? ''}</textarea></p>
<p class="author-actions"><button type="submit" name="what" value="all">${words.say('Publish everything')}</button>
${changes && isListing(changes) && html`<button type="submit" name="what" value="some">${words.say('Publish what is ticked')}</button> <button type="submit" name="what" value="discard" class="quiet" formnovalidate>${words.say('Discard what is ticked')}</button>`}</p>`
}

function published({ words, versions }: LibraryPublishParts): SafeHtml | undefined {
  if (versions.length === 0) return undefined
  return html`<h2>${words.say('Versions')}</h2><ol class="versions">${versions.map((line) => html`<li>${versionLineOf(line, words)}</li>`)}</ol>`
}
