import {
  CourseKey,
  html,
  parseContextKey,
  parseUsageKey,
  PathwayKey,
  type SafeHtml,
} from '../../runtime/index.js'

/** Whether learners see a draft, and the way to have them see it. */
export interface DraftStanding {
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
  /** The form, or what the block brings in its place. */
  readonly editor: SafeHtml
  /** The way to the pages where references are made. */
  readonly references?: SafeHtml | undefined
  /** What it holds, where that is changed on its page; else it is listed. */
  readonly members?: SafeHtml | undefined
  /** Where its values come from. */
  readonly values?: SafeHtml | undefined
  /** What is known of it besides; undefined for blocks of courses. */
  readonly about?: SafeHtml | undefined
  /** Where learners see the unit it is in; undefined where none do. */
  readonly unit: string | undefined
}

/** What a page asks before a draft is published of which learners would not see everything. */
export interface PublishQuestion extends DraftStanding {
  /** The version that is asked about. */
  readonly version: string
  /** The blocks that learners would not see, and why. */
  readonly unseen: readonly (ListedBlock & { readonly why: string })[]
}

/** Most blocks that a page lists. */
const mostListed = 200

/** Asks whether to publish what learners would not see all of. */
export function publishQuestionPage({ base, context, title, version, unseen }: PublishQuestion): SafeHtml {
  const outline = `${base}/author/contexts/${encodeURIComponent(context)}`
  const count = unseen.length === 1 ? 'one block' : `${unseen.length} blocks`
  const rest = unseen.length - mostListed
  return html`<nav class="crumbs" aria-label="Course"><a href="${outline}">${title}</a></nav>
<h1>Publish ${title}?</h1>
<p role="alert">Learners would not see ${count} of it:</p>
<ul class="author-unseen">${unseen
    .slice(0, mostListed)
    .map(
      (one) =>
        html`<li><a href="${blockAddress(base, one.key)}">${one.title}</a> <small>${one.type}</small><br>${one.why}</li>`,
    )}</ul>
${rest > 0 && html`<p>And ${rest} more.</p>`}
<form class="author-standing" method="post" action="${outline}/publish">
<input type="hidden" name="despite" value="${version}">
<p><a href="${outline}">Back, to put it right first</a></p>
<button type="submit">Publish all the same</button>
</form>`
}

/** One block of a draft: where it stands, what is in it, and its form. */
export function authorBlockPage(parts: AuthorBlockParts): SafeHtml {
  const { base, context, title, above, below, belowCount, news, usage, editor, unit } = parts
  const outline = html`<a href="${base}/author/contexts/${encodeURIComponent(context)}">${title}</a>`
  return html`<nav class="crumbs" aria-label="Where this block stands">${outline}${above
    .slice(1)
    .map((one) => html` › <a href="${blockAddress(base, one.key)}">${one.title}</a>`)}</nav>
${news}
${parts.references}
${editor}
${parts.members}
${
  !parts.members &&
  below.length > 0 &&
  html`<h2>In it</h2>
<ul class="author-blocks">${below.map((one) => html`<li><a href="${blockAddress(base, one.key)}">${one.title}</a> <small>${one.type}</small></li>`)}</ul>
${
  belowCount > below.length &&
  html`<p><a href="${base}/author/contexts/${encodeURIComponent(context)}?${new URLSearchParams({ at: usage, from: String(below.length) }).toString()}">All ${belowCount}</a></p>`
}`
}
<p><a href="${base}/author/previews/${encodeURIComponent(usage)}">Preview as a learner</a></p>
<p><a href="${blockAddress(base, usage)}/history">History</a></p>
${parts.values}
${parts.about}
${parseUsageKey(usage).blockType === 'problem' && html`<p><a href="${blockAddress(base, usage)}/variants">Variants</a></p>`}
${publishing(parts)}
${unit !== undefined && html`<p><a href="${base}/units/${encodeURIComponent(unit)}">The unit as learners see it</a></p>`}`
}

/** Whether a context is a library: its versions are published under a name, on a page of their own. */
export function isLibrary(context: string): boolean {
  const key = parseContextKey(context)
  return !(key instanceof CourseKey || key instanceof PathwayKey)
}

export function blockAddress(base: string, key: string): string {
  return `${base}/author/blocks/${encodeURIComponent(key)}`
}

export function publishing({ base, context, isPublished }: DraftStanding): SafeHtml {
  if (isLibrary(context)) {
    const said = isPublished
      ? 'All of its library is published.'
      : 'Some changes of its library are not published yet.'
    return html`<p class="author-standing"><span>${said}</span><a href="${base}/author/libraries/${encodeURIComponent(context)}/publish">${isPublished ? 'Versions' : 'See the changes and publish'}</a></p>`
  }
  if (isPublished) return html`<p class="author-standing">Learners see this version.</p>`
  return html`<form class="author-standing" method="post" action="${base}/author/contexts/${encodeURIComponent(context)}/publish">
<p>Learners do not see your latest changes yet.</p>
<button type="submit">Publish</button>
</form>`
}

export function newsLine(news: string | undefined): SafeHtml | undefined {
  return !news ? undefined : html`<p class="author-news" role="status">${news}</p>`
}
