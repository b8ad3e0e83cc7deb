import type { UpstreamReport, UpstreamStatus } from '../../content/index.js'
import { html, type SafeHtml } from '../../runtime/index.js'
import { blockAddress } from './author-pages.js'
import { titleWords } from './type-words.js'
import { updateAddress, updatesAddress } from './course-updates-page.js'

/** What the page of a course's links shows. */
export interface UpstreamsPageParts {
  readonly base: string
  readonly title: string
  readonly report: UpstreamReport
  /** How many updates the course is offered, of references among them. */
  readonly updates: number
}

/** Copies that a page lists. */
const mostListed = 500

/** How the blocks of a course stand to the library blocks that they are linked to: those that are behind first. They are updated on the page of the course's updates. */
export function upstreamsPage({ base, title, report, updates }: UpstreamsPageParts): SafeHtml {
  const { context, linked, behind, declined, broken } = report
  const rank = new Map(linked.map((one) => [one.usage, rankOf(report, one)]))
  const rows = [...linked].sort((one, other) => (rank.get(one.usage) ?? 0) - (rank.get(other.usage) ?? 0))
  const rest = rows.length - mostListed
  return html`<nav class="crumbs" aria-label="Where this page stands"><a href="${base}/author/contexts/${encodeURIComponent(context)}">${title}</a></nav>
<h1>Copies of library blocks</h1>
<p>${linked.length} linked, ${behind.length} behind, ${declined.length} declined, ${broken.length} broken.</p>
<p><a href="${updatesAddress(base, context)}">${updates === 0 ? 'Updates from libraries' : `Updates from libraries: ${updates}`}</a></p>
<ul class="library-blocks">${rows.slice(0, mostListed).map((one) => row(base, report, one))}</ul>
${rest > 0 && html`<p>And ${rest} more.</p>`}`
}

function row(base: string, report: UpstreamReport, status: UpstreamStatus): SafeHtml {
  const { usage, upstream, version, newest, isReady, isAvailable, customized } = status
  const title = titleWords(usage, status.title)
  const label = isReady ? 'Preview the update' : 'Look at the link'
  return html`<li><a class="title" href="${blockAddress(base, usage)}">${title}</a>
<small>of <code>${upstream ?? ''}</code>, version ${version ?? 'unknown'}${newest !== null && newest !== version && html`; ${newest} is published`}</small>
<small class="status">${standing(report, status)}</small>${customized.length > 0 && html` <small>Its own: ${customized.join(', ')}</small>`}
${isAvailable && html`<a href="${updateAddress(base, usage)}" aria-label="${label} of “${title}”">${label}</a>`}</li>`
}

function standing({ declined }: UpstreamReport, { usage, isReady, isAvailable }: UpstreamStatus): string {
  if (isReady) return 'Behind'
  if (!isAvailable) return 'Broken: the library block is not there'
  return declined.includes(usage) ? 'Declined' : 'Up to date'
}

function rankOf({ declined }: UpstreamReport, { usage, isReady, isAvailable }: UpstreamStatus): number {
  return isReady ? 0 : !isAvailable ? 1 : declined.includes(usage) ? 2 : 3
}
