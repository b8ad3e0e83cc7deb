import type { UpstreamReport, UpstreamStatus } from '../../../content/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'
import { blockAddress } from './author-pages.js'
import { courseWays } from './course-head.js'
import { titleWords } from '../type-names.js'
import { updateAddress, updatesAddress } from './course-updates-page.js'

/** What the page of a course's links shows. */
export interface UpstreamsPageParts {
  readonly words: PageWords
  readonly base: string
  readonly title: string
  readonly report: UpstreamReport
  /** How many updates the course is offered, of references among them. */
  readonly updates: number
}

/** Copies that a page lists. */
const mostListed = 500

/** How the blocks of a course stand to the library blocks that they are linked to: those that are behind first. They are updated on the page of the course's updates. */
export function upstreamsPage({ words, base, title, report, updates }: UpstreamsPageParts): SafeHtml {
  const { context, linked, behind, declined, broken } = report
  const rank = new Map(linked.map((one) => [one.usage, rankOf(report, one)]))
  const rows = [...linked].sort((one, other) => (rank.get(one.usage) ?? 0) - (rank.get(other.usage) ?? 0))
  const rest = rows.length - mostListed
  return html`${courseWays({ words, base, context, title }, 'upstreams', words.say('Copies of library blocks'))}
<p>${words.say('{linked} linked, {behind} behind, {declined} declined, {broken} broken.', { linked: String(linked.length), behind: String(behind.length), declined: String(declined.length), broken: String(broken.length) })}</p>
<p><a href="${updatesAddress(base, context)}">${updates === 0 ? words.say('Updates from libraries') : words.say('Updates from libraries: {count}', { count: String(updates) })}</a></p>
<ul class="library-blocks">${rows.slice(0, mostListed).map((one) => row(words, base, report, one))}</ul>
${rest > 0 && html`<p>${words.say('And {count} more.', { count: rest })}</p>`}`
}

function row(words: PageWords, base: string, report: UpstreamReport, status: UpstreamStatus): SafeHtml {
  const { usage, upstream, version, newest, isReady, isAvailable, customized } = status
  const title = titleWords(words, usage, status.title)
  const label = isReady ? words.say('Preview the update') : words.say('Look at the link')
  const spoken = isReady
    ? words.say('Preview the update of “{title}”', { title })
    : words.say('Look at the link of “{title}”', { title })
  const key = html`<code>${upstream ?? ''}</code>`
  const of =
    version === null || version === undefined
      ? words.sayHtml('of {key}, version unknown', { key })
      : words.sayHtml('of {key}, version {version}', { key, version: String(version) })
  return html`<li><a class="title" href="${blockAddress(base, usage)}">${words.ofCourse(title)}</a>
<small>${of}${newest !== null && newest !== version && html`; ${words.say('{version} is published', { version: String(newest) })}`}</small>
<small class="status">${standing(words, report, status)}</small>${customized.length > 0 && html` <small>${words.say('Its own: {names}', { names: customized.join(', ') })}</small>`}
${isAvailable && html`<a href="${updateAddress(base, usage)}" aria-label="${spoken}">${label}</a>`}</li>`
}

function standing(
  words: PageWords,
  { declined }: UpstreamReport,
  { usage, isReady, isAvailable }: UpstreamStatus,
): string {
  if (isReady) return words.say('Behind')
  if (!isAvailable) return words.say('Broken: the library block is not there')
  return declined.includes(usage) ? words.say('Declined') : words.say('Up to date')
}

function rankOf({ declined }: UpstreamReport, { usage, isReady, isAvailable }: UpstreamStatus): number {
  return isReady ? 0 : !isAvailable ? 1 : declined.includes(usage) ? 2 : 3
}
