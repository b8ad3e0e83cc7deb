import { html, type Publication, type SafeHtml } from '../../runtime/index.js'

/** A unit with the way back to its course and on to its neighbours. */
export function unitPage(base: string, publication: Publication, unitKey: string, unit: SafeHtml): SafeHtml {
  const { units, context, title } = publication
  const place = units.findIndex(({ key }) => key === unitKey)
  const here = units[place]
  const previous = units[place - 1]
  const next = units[place + 1]
  return html`<nav class="crumbs" aria-label="Course">
      <a href="${base}/contexts/${encodeURIComponent(context)}">${title}</a>
    </nav>
    <h1>${here?.title ?? ''}</h1>
    ${unit}
    <nav class="neighbours" aria-label="Units">
      ${previous ? html`<a rel="prev" href="${base}/units/${encodeURIComponent(previous.key)}">← ${previous.title}</a>` : html`<span></span>`}
      <span>${place + 1} of ${units.length}</span>
      ${next ? html`<a rel="next" href="${base}/units/${encodeURIComponent(next.key)}">${next.title} →</a>` : html`<span></span>`}
    </nav>`
}
