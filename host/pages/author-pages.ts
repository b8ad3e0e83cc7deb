import { html, type OutlineNode, type SafeHtml } from '../../runtime/index.js'

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
  /** What has just happened. */
  readonly news: string | undefined
  /** The form, or what the block brings in its place. */
  readonly editor: SafeHtml
  /** Where learners see the unit it is in; undefined where none do. */
  readonly unit: string | undefined
}

/** The draft of a course or library, down to its units. */
export function authorOutlinePage(
  standing: DraftStanding,
  outline: OutlineNode,
  news: string | undefined,
): SafeHtml {
  const { base, title, context } = standing
  return html`<nav class="crumbs" aria-label="Course"><a href="${base}/contexts/${encodeURIComponent(context)}">${title} as learners see it</a></nav>
<h1>Edit ${title}</h1>
${newsLine(news)}
${publishing(standing)}
<p><a href="${blockAddress(base, outline.key)}">Settings of “${title}”</a></p>
<ol class="outline">${outline.children.map((node) => line(base, node))}</ol>`
}

/** One block of a draft: where it stands, what is in it, and its form. */
export function authorBlockPage(parts: AuthorBlockParts): SafeHtml {
  const { base, context, title, above, below, news, editor, unit } = parts
  const outline = html`<a href="${base}/author/contexts/${encodeURIComponent(context)}">${title}</a>`
  return html`<nav class="crumbs" aria-label="Where this block stands">${outline}${above
    .slice(1)
    .map((one) => html` › <a href="${blockAddress(base, one.key)}">${one.title}</a>`)}</nav>
${newsLine(news)}
${editor}
${
  below.length > 0 &&
  html`<h2>In it</h2>
<ul class="author-blocks">${below.map((one) => html`<li><a href="${blockAddress(base, one.key)}">${one.title}</a> <small>${one.type}</small></li>`)}</ul>`
}
${publishing(parts)}
${unit !== undefined && html`<p><a href="${base}/units/${encodeURIComponent(unit)}">The unit as learners see it</a></p>`}`
}

function blockAddress(base: string, key: string): string {
  return `${base}/author/blocks/${encodeURIComponent(key)}`
}

function line(base: string, { key, title, children }: OutlineNode): SafeHtml {
  const link = (kind: string) => html`<a class="${kind}" href="${blockAddress(base, key)}">${title}</a>`
  if (children.length === 0) return html`<li class="unit">${link('')}</li>`
  return html`<li>${link('heading')}<ol>${children.map((child) => line(base, child))}</ol></li>`
}

function publishing({ base, context, isPublished }: DraftStanding): SafeHtml {
  if (isPublished) return html`<p class="author-standing">Learners see this version.</p>`
  return html`<form class="author-standing" method="post" action="${base}/author/contexts/${encodeURIComponent(context)}/publish">
<p>Learners do not see your latest changes yet.</p>
<button type="submit">Publish</button>
</form>`
}

function newsLine(news: string | undefined): SafeHtml | undefined {
  return !news ? undefined : html`<p class="author-news" role="status">${news}</p>`
}
