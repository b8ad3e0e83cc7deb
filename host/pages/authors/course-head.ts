import { html, type HtmlValue, type SafeHtml } from '../../../runtime/index.js'
import type { NavEntry } from '../context-nav.js'
import { toSay, type PageWords } from '../../words/index.js'

/** A course as each of its authors' pages shows it. */
export interface CoursePlace {
  readonly words: PageWords
  /** The ways to the pages of the course that are no authors'; none where learners see nothing of it. */
  readonly nav: readonly NavEntry[]
  readonly base: string
  readonly context: string
  readonly title: string
  /** Name of the draft that a page was made of; forms carry it. */
  readonly draft: string
  readonly isPublished: boolean
  /** Whether learners see any version of it. */
  readonly isOpen: boolean
  /** What has just happened, in words. */
  readonly news: string | undefined
  /** Where that can be taken back: the version before it. */
  readonly undo: number | undefined
}

/** The authors' pages of a course, by the last part of their address. */
export type CoursePart =
  | ''
  | 'changes'
  | 'history'
  | 'updates'
  | 'upstreams'
  | 'policies'
  | 'grading'
  | 'files'

const parts: readonly (readonly [CoursePart, string])[] = [
  ['', toSay('Course tree')],
  ['changes', toSay('Changes and publishing')],
  ['history', toSay('History')],
  ['updates', toSay('Updates from libraries')],
  ['upstreams', toSay('Linked copies')],
  ['policies', toSay('Policy groups')],
  ['grading', toSay('Grading')],
  ['files', toSay('Files')],
]

/** What stands at the top of authors' pages of a course: where they are, the ways to the others, and what has just happened. */
export function courseHead(
  place: CoursePlace,
  here: CoursePart,
  { heading, refused }: { readonly heading?: string; readonly refused?: string | undefined } = {},
): SafeHtml {
  const { words, title } = place
  return html`${courseWays(place, here, heading ?? words.ofCourse(title))}
${undoLine(place, here)}
${refused !== undefined && html`<p role="alert" class="refused">${words.maybeTold(refused)}</p>`}`
}

/** Where an authors' page of a course stands, what it is called, and the ways to the others. @param below what it is about, where that is a part of the course */
export function courseWays(
  { words, base, context, title }: Pick<CoursePlace, 'words' | 'base' | 'context' | 'title'>,
  here: CoursePart,
  heading: HtmlValue,
  below?: SafeHtml,
): SafeHtml {
  const address = courseAddress(base, context)
  return html`<nav class="crumbs" aria-label="${words.say('Where this page stands')}"><a href="${base}/author">${words.say('Authoring')}</a>${here !== '' && html` › <a href="${address}">${words.ofCourse(title)}</a>`}${below && html` › ${below}`}</nav>
<h1>${heading}</h1>
<nav class="library-parts" aria-label="${words.say('Pages for authors of this course')}"><ul>${parts.map(
    ([part, label]) =>
      html`<li><a href="${part === '' ? address : `${address}/${part}`}"${part === here && html` aria-current="page"`}>${words.say(label)}</a></li>`,
  )}</ul></nav>`
}

/** What has just happened, with the way to take it back where there is one. @param back the page that it leads to */
export function undoLine(
  { words, base, context, news, undo, draft }: CoursePlace,
  back: string,
): SafeHtml | undefined {
  if (news === undefined) return undefined
  if (undo === undefined) return html`<p class="author-news" role="status">${news}</p>`
  return html`<form class="author-news" method="post" action="${courseAddress(base, context)}/undo"><span role="status">${news}</span>
<input type="hidden" name="draft" value="${draft}"><input type="hidden" name="to" value="${undo}"><input type="hidden" name="back" value="${back}"><button type="submit" class="quiet">${words.say('Undo')}</button></form>`
}

/** Where a course is edited. */
export function courseAddress(base: string, context: string): string {
  return `${base}/author/contexts/${encodeURIComponent(context)}`
}
