import type { DraftLine, DraftOutline } from '../../content/index.js'
import { html, type SafeHtml } from '../../runtime/index.js'
import { blockAddress, newsLine, publishing, type DraftStanding } from './author-pages.js'
import { updatesAddress } from './course-updates-page.js'
import { OutlineFolds } from './outline-folds.js'
import { pageTurns } from './page-turns.js'
import { policiesAddress } from './policies-page.js'

/** The draft of a course or library, down to its units; sections fold by links, and of a long list a page is shown. */
export function authorOutlinePage(
  standing: DraftStanding,
  outline: DraftOutline,
  news: string | undefined,
): SafeHtml {
  const { base, title, context } = standing
  const { above, root, from } = outline
  const path = `${base}/author/contexts/${encodeURIComponent(context)}`
  const at = (key: string) => `${path}?${new URLSearchParams({ at: key }).toString()}`
  const isPart = above.length > 0
  const query = { ...(isPart && { at: root.key }), ...(from > 0 && { from: String(from) }) }
  const folds = new OutlineFolds(path, outline, query)
  const crumbs = isPart
    ? html`<nav class="crumbs" aria-label="Where this section stands"><a href="${path}">${title}</a>${above
        .slice(1)
        .map((one) => html` › <a href="${at(one.key)}">${one.title}</a>`)}</nav>`
    : html`<nav class="crumbs" aria-label="Course"><a href="${base}/contexts/${encodeURIComponent(context)}">${title} as learners see it</a></nav>`
  const turns = pageTurns({
    path,
    query: isPart ? { at: root.key } : {},
    from,
    shown: root.children.length,
    count: root.count,
  })
  return html`${crumbs}
<h1>Edit ${isPart ? root.title : title}</h1>
${newsLine(news)}
${!isPart && publishing(standing)}
<p><a href="${blockAddress(base, root.key)}">Settings of “${isPart ? root.title : title}”</a></p>
${!isPart && html`<p><a href="${updatesAddress(base, context)}">Updates from libraries</a> · <a href="${path}/upstreams">Copies linked to libraries</a> · <a href="${policiesAddress(base, context)}">Policy groups</a></p>`}
<ol class="outline">${root.children.map((one) => line(base, one, folds, at))}</ol>
${turns}`
}

function line(base: string, one: DraftLine, folds: OutlineFolds, at: (key: string) => string): SafeHtml {
  const { key, title, count, isOpen, children } = one
  const link = (kind: string) => html`<a class="${kind}" href="${blockAddress(base, key)}">${title}</a>`
  if (count === 0) return html`<li class="unit">${link('')}</li>`
  const fold = folds.of(one)
  const sign =
    fold &&
    html`<a class="fold" id="${fold.id}" href="${fold.href}" aria-expanded="${isOpen ? 'true' : 'false'}" aria-label="What is in “${title}”"></a>`
  const rest = isOpen ? count - children.length : 0
  return html`<li>${sign}${link('heading')}${isOpen && html`<ol>${children.map((child) => line(base, child, folds, at))}</ol>`}${
    rest > 0 && html`<p><a href="${at(key)}">All ${count} in “${title}”</a></p>`
  }</li>`
}
