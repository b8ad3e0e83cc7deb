import type { Neighbours, NeighbourUnit } from '../../lms/index.js'
import { html, type Publication, type SafeHtml } from '../../runtime/index.js'

/** A unit as its page shows it. */
export interface UnitPageParts {
  readonly base: string
  readonly publication: Publication
  readonly title: string
  /** The units before and after it that this learner may know of. */
  readonly beside: Neighbours
  readonly content: SafeHtml
  /** What is told once, after a form of this page was sent. */
  readonly notice?: string | undefined
  /** For staff: what learners see of it, where that is less. */
  readonly audience?: readonly string[]
  /** For staff: where they see what was submitted. */
  readonly submissions?: string | undefined
}

/** A unit with the way back to its course and on to its neighbours. */
export function unitPage(parts: UnitPageParts): SafeHtml {
  const { base, publication, title: heading, beside, content, notice, submissions, audience = [] } = parts
  const { previous, next, place, count } = beside
  const way = (unit: NeighbourUnit | undefined, relation: 'prev' | 'next', text: (title: string) => string) =>
    unit
      ? html`<a rel="${relation}" href="${base}/units/${encodeURIComponent(unit.key)}">${text(unit.title)}</a>`
      : html`<span></span>`
  return html`<nav class="crumbs" aria-label="Course"><a href="${base}/contexts/${encodeURIComponent(publication.context)}">${publication.title}</a></nav>
<h1>${heading}</h1>
${notice !== undefined && html`<p class="notice" id="notice" role="status" tabindex="-1">${notice}</p>`}
${
  audience.length > 0 &&
  html`<aside class="audience" aria-label="What learners see">${audience.map((text) => html`<p>${text}</p>`)}</aside>`
}
${content}
${submissions !== undefined && html`<p class="staff-link"><a href="${submissions}">What learners submitted here</a></p>`}
<nav class="neighbours" aria-label="Units">
${way(previous, 'prev', (title) => `← ${title}`)}
<span>${place === undefined ? '' : `${place} of ${count}`}</span>
${way(next, 'next', (title) => `${title} →`)}
</nav>`
}
