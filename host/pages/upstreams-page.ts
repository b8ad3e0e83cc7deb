import type { UpstreamReport, UpstreamStatus } from '../../content/index.js'
import { html, type SafeHtml } from '../../runtime/index.js'
import { blockAddress } from './author-pages.js'

/** What the page of a course's links shows. */
export interface UpstreamsPageParts {
  readonly base: string
  readonly title: string
  readonly report: UpstreamReport
  readonly mayEdit: boolean
  readonly news: string | undefined
}

/** The blocks of a course that are linked to library blocks, those that are behind first. */
export function upstreamsPage({ base, title, report, mayEdit, news }: UpstreamsPageParts): SafeHtml {
  const { context, version, linked, behind } = report
  const course = `${base}/author/contexts/${encodeURIComponent(context)}`
  const rows = [...linked].sort((one, other) => rank(report, one) - rank(report, other))
  return html`<nav class="crumbs" aria-label="Where this page stands"><a href="${course}">${title}</a></nav>
<h1>Copies of library blocks</h1>
${news !== undefined && html`<p role="status">${news}</p>`}
<p>${linked.length} linked, ${behind.length} behind, ${report.declined.length} declined, ${report.broken.length} broken.</p>
${
  linked.length > 0 &&
  html`<form method="post" action="${course}/upstreams"><input type="hidden" name="base" value="${version}">
<ul class="library-blocks">${rows.map((one) => row(base, report, one, mayEdit))}</ul>
${mayEdit && behind.length > 0 && html`<p><button name="do" value="sync">Update what is ticked</button> <button name="do" value="decline">Do without</button></p>`}</form>`
}`
}

function row(base: string, report: UpstreamReport, status: UpstreamStatus, mayEdit: boolean): SafeHtml {
  const { usage, upstream, version, newest, isReady, customized } = status
  const id = `link-${report.linked.indexOf(status)}`
  const box =
    mayEdit &&
    isReady &&
    html`<input type="checkbox" id="${id}" name="usage" value="${usage}" checked> <label for="${id}">Update</label> `
  return html`<li>${box}<a class="title" href="${blockAddress(base, usage)}">${usage}</a>
<small>of <code>${upstream ?? ''}</code>, version ${version ?? 'unknown'}${newest !== null && newest !== version && html`; ${newest} is published`}</small>
<small class="status">${standing(report, status)}</small>${customized.length > 0 && html` <small>Its own: ${customized.join(', ')}</small>`}</li>`
}

function standing({ declined }: UpstreamReport, { usage, isReady, isAvailable }: UpstreamStatus): string {
  if (isReady) return 'Behind'
  if (!isAvailable) return 'Broken: the library block is not there'
  return declined.includes(usage) ? 'Declined' : 'Up to date'
}

function rank({ declined }: UpstreamReport, { usage, isReady, isAvailable }: UpstreamStatus): number {
  return isReady ? 0 : !isAvailable ? 1 : declined.includes(usage) ? 2 : 3
}
