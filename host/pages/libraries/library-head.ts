import { html, type SafeHtml } from '../../../runtime/index.js'
import { toSay, type PageWords } from '../../words/index.js'
import { isLibrary, newsLine } from '../authors/author-pages.js'
import { libraryAddress } from './libraries-page.js'

/** What an author may do in a library. */
export interface LibraryPermissions {
  readonly edit: boolean
  readonly publish: boolean
  readonly manage: boolean
}

/** A library as each of its pages shows it. */
export interface LibraryPlace {
  readonly words: PageWords
  readonly base: string
  readonly context: string
  readonly title: string
  /** Name of the draft that a page was made of; forms carry it. */
  readonly draft: string
  readonly isPublished: boolean
  /** Whether it is a v2 library: those alone have collections, containers and files of components. */
  readonly isV2: boolean
  readonly isArchived: boolean
  /** Whether it is another site's, and stays as it came from there. */
  readonly isElsewhere: boolean
  readonly may: LibraryPermissions
  /** Who gives roles in it, as people read it; for those who may not do everything. */
  readonly askFor: readonly string[]
  /** What has just been done, as a name that pages know. */
  readonly news: string | undefined
  /** Where a step that was just made can be taken back: the version before it. */
  readonly undo: number | undefined
}

/** The pages of a library, by the last part of their address. */
export type LibraryPart = '' | 'collections' | 'files' | 'set' | 'publish' | 'history' | 'access' | 'settings'

interface PartLink {
  readonly part: LibraryPart
  /** English, as a message. */
  readonly label: string
  readonly isFor: (place: LibraryPlace) => boolean
}

const everybody = () => true
const parts: readonly PartLink[] = [
  { part: '', label: toSay('Blocks'), isFor: everybody },
  { part: 'collections', label: toSay('Collections'), isFor: ({ isV2 }) => isV2 },
  { part: 'files', label: toSay('Files'), isFor: ({ isV2 }) => isV2 },
  { part: 'set', label: toSay('Change many'), isFor: ({ may }) => may.edit },
  { part: 'publish', label: toSay('Publish'), isFor: everybody },
  { part: 'history', label: toSay('History'), isFor: everybody },
  { part: 'access', label: toSay('Access'), isFor: ({ may }) => may.manage },
  { part: 'settings', label: toSay('Settings'), isFor: everybody },
]

/** What stands at the top of every page of a library: where it stands, the ways to the others, and what has just happened. */
export function libraryHead(
  place: LibraryPlace,
  here: LibraryPart,
  { heading, refused }: { readonly heading?: string | undefined; readonly refused?: string | undefined } = {},
): SafeHtml {
  const { words, base, context, title, isArchived, isElsewhere, may } = place
  const address = libraryAddress(base, context)
  return html`<nav class="crumbs" aria-label="${words.say('Where this page stands')}"><a href="${base}/author/libraries">${words.say('Libraries')}</a>${here !== '' && html` › <a href="${address}">${words.ofCourse(title)}</a>`}</nav>
<h1>${heading ?? words.ofCourse(title)}</h1>
<nav class="library-parts" aria-label="${words.say('Pages of this library')}"><ul>${parts
    .filter(({ isFor }) => isFor(place))
    .map(
      ({ part, label }) =>
        html`<li><a href="${partAddress(address, part)}"${part === here ? html` aria-current="page"` : ''}>${words.say(label)}</a></li>`,
    )}</ul></nav>
${undoable(place, here, words)}
${refused !== undefined && html`<p role="alert" class="refused">${words.maybeTold(refused)}</p>`}
${isArchived && html`<p class="note" role="note">${words.say('This library is archived: it takes no edits and no new references. Learners go on.')}${may.manage && html` <a href="${address}/settings#archive">${words.say('Take it out of the archive')}</a>`}</p>`}
${isElsewhere && html`<p class="note" role="note">${words.say('This library is another site’s, and stays as it came from there. Import it under a key of this site to change it.')}</p>`}
${!may.edit && !isArchived && !isElsewhere && html`<p class="note" role="note">${words.say('You may read this library.')} ${asking(place)}</p>`}`
}

/** Whom to ask for more than one may do. */
function asking({ words, askFor }: LibraryPlace): string {
  return askFor.length === 0
    ? words.say('To change it, ask whoever runs this site.')
    : words.say('To change it, ask {people}.', { people: askFor.join(', ') })
}

/** What has just happened, with the way to take it back where there is one. @param back where that leads */
export function undoable(
  { base, context, news, undo, draft }: Pick<LibraryPlace, 'base' | 'context' | 'news' | 'undo' | 'draft'>,
  back: string,
  words: PageWords,
): SafeHtml | undefined {
  if (news === undefined || undo === undefined) return newsLine(news)
  return html`<form class="author-news" method="post" action="${base}/author/${isLibrary(context) ? 'libraries' : 'contexts'}/${encodeURIComponent(context)}/undo"><span role="status">${news}</span>
<input type="hidden" name="draft" value="${draft}"><input type="hidden" name="to" value="${undo}"><input type="hidden" name="back" value="${back}"><button type="submit" class="quiet">${words.say('Undo')}</button></form>`
}

function partAddress(address: string, part: LibraryPart): string {
  return part === '' ? address : `${address}/${part}`
}
