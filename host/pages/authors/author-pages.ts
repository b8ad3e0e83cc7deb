import {
  CourseKey,
  html,
  parseContextKey,
  parseUsageKey,
  PathwayKey,
  type SafeHtml,
} from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'
import { typeName } from '../type-names.js'

/** Whether learners see a draft, and the way to have them see it. */
export interface DraftStanding {
  readonly words: PageWords
  readonly base: string
  readonly context: string
  readonly title: string
  readonly isPublished: boolean
}

/** A block in a list. */
export interface ListedBlock {
  readonly key: string
  readonly type: string
  readonly title: string
}

/** What a page for one block of a draft shows. */
export interface AuthorBlockParts extends DraftStanding {
  readonly above: readonly { readonly key: string; readonly title: string }[]
  readonly below: readonly ListedBlock[]
  /** How many there are below it. */
  readonly belowCount: number
  /** What has just happened, and the way to take it back. */
  readonly news: SafeHtml | undefined
  /** Usage key of the block, as text. */
  readonly usage: string
  /** What the block is called. */
  readonly heading: string
  /** The form, or what the block brings in its place. */
  readonly editor: SafeHtml
  /** The way to the pages where references are made. */
  readonly references?: SafeHtml | undefined
  /** What a container of a library holds, where that is changed on its page; else it is listed. */
  readonly members?: SafeHtml | undefined
  /** The same of a unit of a course, which is mostly what it holds. */
  readonly contents?: SafeHtml | undefined
  /** Where its values come from. */
  readonly values?: SafeHtml | undefined
  /** What is known of it besides; undefined for blocks of courses. */
  readonly about?: SafeHtml | undefined
  /** Where learners see the unit it is in; undefined where none do. */
  readonly unit: string | undefined
}

/** One block of a draft: where it stands, what is in it, and its form. */
export function authorBlockPage(parts: AuthorBlockParts): SafeHtml {
  const { words, base, context, title, above, below, belowCount, news, usage, editor, unit } = parts
  const outline = html`<a href="${base}/author/contexts/${encodeURIComponent(context)}">${words.ofCourse(title)}</a>`
  const own = blockAddress(base, usage)
  const isProblem = parseUsageKey(usage).blockType === 'problem'
  const link = (href: string, said: string) => html`<li><a href="${href}">${said}</a></li>`
  return html`<nav class="crumbs" aria-label="${words.say('Where this block stands')}">${outline}${above
    .slice(1)
    .map((one) => html` › <a href="${blockAddress(base, one.key)}">${words.ofCourse(one.title)}</a>`)}</nav>
${news}
<nav class="library-parts" aria-label="${words.say('Pages of this block')}"><ul>${link(`${base}/author/previews/${encodeURIComponent(usage)}`, words.say('Preview as a learner'))}${link(`${own}/history`, words.say('History'))}${isProblem && link(`${own}/variants`, words.say('Variants'))}${!isLibrary(context) && link(`${base}/author/contexts/${encodeURIComponent(context)}/changes?${new URLSearchParams({ at: usage }).toString()}`, words.say('What changed'))}${unit !== undefined && link(`${base}/units/${encodeURIComponent(unit)}`, words.say('The unit as learners see it'))}</ul></nav>
${parts.contents ? html`<h1>${words.ofCourse(parts.heading)}</h1>${parts.contents}${parts.references}<h2>${words.say('Name and settings')}</h2>` : parts.references}
${editor}
${parts.members}
${
  !parts.members &&
  !parts.contents &&
  below.length > 0 &&
  html`<h2>${words.say('In it')}</h2>
<ul class="author-blocks">${below.map((one) => html`<li><a href="${blockAddress(base, one.key)}">${words.ofCourse(one.title)}</a> <small>${typeName(words, one.type)}</small></li>`)}</ul>
${
  belowCount > below.length &&
  html`<p><a href="${base}/author/contexts/${encodeURIComponent(context)}?${new URLSearchParams({ at: usage, from: String(below.length) }).toString()}">${words.say('All {count}', { count: belowCount })}</a></p>`
}`
}
${parts.values}
${parts.about}
${publishing(parts)}`
}

/** Whether a context is a library: its versions are published under a name, on a page of their own. */
export function isLibrary(context: string): boolean {
  const key = parseContextKey(context)
  return !(key instanceof CourseKey || key instanceof PathwayKey)
}

export function blockAddress(base: string, key: string): string {
  return `${base}/author/blocks/${encodeURIComponent(key)}`
}

export function publishing({ words, base, context, isPublished }: DraftStanding): SafeHtml {
  const address = isLibrary(context)
    ? `${base}/author/libraries/${encodeURIComponent(context)}/publish`
    : `${base}/author/contexts/${encodeURIComponent(context)}/changes`
  const [said, then] = isLibrary(context)
    ? isPublished
      ? [words.say('All of its library is published.'), words.say('Versions')]
      : [
          words.say('Some changes of its library are not published yet.'),
          words.say('See the changes and publish'),
        ]
    : isPublished
      ? [words.say('Learners see this version.'), undefined]
      : [words.say('Learners do not see your latest changes yet.'), words.say('See the changes and publish')]
  // A pathway has no units that are published one by one.
  if (!isPublished && parseContextKey(context) instanceof PathwayKey) {
    return html`<form class="author-standing" method="post" action="${base}/author/contexts/${encodeURIComponent(context)}/publish"><p>${said}</p><button type="submit">${words.say('Publish')}</button></form>`
  }
  return html`<p class="author-standing"><span>${said}</span>${then !== undefined && html`<a href="${address}">${then}</a>`}</p>`
}

export function newsLine(news: string | undefined): SafeHtml | undefined {
  return !news ? undefined : html`<p class="author-news" role="status">${news}</p>`
}
