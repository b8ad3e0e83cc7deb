import type { ChangedName, VersionDeeds, VersionLine } from '../../../content/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import { toSay } from '../../words/index.js'
import { blockAddress } from '../authors/author-pages.js'
import { libraryAddress } from './libraries-page.js'
import { libraryHead, type LibraryPlace } from './library-head.js'
import { versionLineOf } from '../authors/version-line.js'

/** A version with what it changed. */
export interface ListedVersion {
  readonly line: VersionLine
  readonly deeds: VersionDeeds | undefined
}

/** What the page of a library's history shows. */
export interface LibraryHistoryParts extends LibraryPlace {
  readonly versions: readonly ListedVersion[]
  /** What to pass as `after` for the older ones. */
  readonly next: number | undefined
  /** Deleted blocks that are not there again, by usage key. */
  readonly gone: ReadonlySet<string>
  readonly refused?: string | undefined
}

const deeds: Readonly<Record<ChangedName['what'], string>> = {
  added: toSay('added'),
  changed: toSay('changed'),
  deleted: toSay('deleted'),
}

/** Who changed what of a library and when, with the ways back. */
export function libraryHistoryPage(parts: LibraryHistoryParts): SafeHtml {
  const { words, base, context, versions, next, refused } = parts
  const address = libraryAddress(base, context)
  return html`${libraryHead(parts, 'history', { heading: words.say('History'), refused })}
<ol class="versions">${versions.map((one) => version(parts, address, one))}</ol>
${next !== undefined && html`<p><a rel="next" href="${address}/history?after=${next}">${words.say('Older versions')}</a></p>`}`
}

function version(
  parts: LibraryHistoryParts,
  address: string,
  { line, deeds: done }: ListedVersion,
): SafeHtml {
  const { words, may, draft } = parts
  const title = line.name ?? words.say('Version {number}', { number: String(line.number) })
  return html`<li>${versionLineOf(line, words)}
${done && done.blocks.length > 0 && html`<ul class="deeds">${done.blocks.map((one) => html`<li>${block(parts, address, one)}</li>`)}${done.isMore && html`<li>${words.say('and more')}</li>`}</ul>`}
${done?.blocks.length === 0 && line.what === 'edit' && html`<p><small>${words.say('What the library says of itself, a collection or a file of it.')}</small></p>`}
${may.edit && !line.isDraft && html`<form method="post" action="${address}/undo"><input type="hidden" name="draft" value="${draft}"><input type="hidden" name="to" value="${line.number}"><input type="hidden" name="back" value="history"><button type="submit" class="quiet small">${words.say('Make this the draft again')}<span class="unseen">: ${title}</span></button></form>`}</li>`
}

function block(
  { words, base, may, gone, draft }: LibraryHistoryParts,
  address: string,
  { usage, title, what }: ChangedName,
): SafeHtml {
  const isGone = gone.has(usage)
  const name =
    isGone || what === 'deleted'
      ? html`${words.ofCourse(title)}`
      : html`<a href="${blockAddress(base, usage)}">${words.ofCourse(title)}</a>`
  return html`${name} <small>${words.say(deeds[what])}</small>${
    isGone &&
    what === 'deleted' &&
    may.edit &&
    html` <form class="inline" method="post" action="${address}/restore"><input type="hidden" name="draft" value="${draft}"><input type="hidden" name="usage" value="${usage}"><button type="submit" class="quiet small" aria-label="${words.say('Restore “{title}”', { title })}">${words.say('Restore')}</button></form>`
  }`
}
