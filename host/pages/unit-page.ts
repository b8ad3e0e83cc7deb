import type { Neighbours, NeighbourUnit } from '../../lms/index.js'
import { html, type HtmlValue, type Publication, type SafeHtml } from '../../runtime/index.js'
import { directionOf, type PageWords } from '../words/index.js'

/** A unit as its page shows it. */
export interface UnitPageParts {
  readonly words: PageWords
  /** The language of the course, as in BCP 47, where it says one. */
  readonly language?: string | undefined
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
  const { words, base, publication, title: heading, beside, notice, submissions, audience = [] } = parts
  const { previous, next, place, count = 0 } = beside
  const [back, on] = words.direction === 'rtl' ? ['→', '←'] : ['←', '→']
  const way = (
    unit: NeighbourUnit | undefined,
    relation: 'prev' | 'next',
    text: (title: HtmlValue) => SafeHtml,
  ) =>
    unit
      ? html`<a rel="${relation}" href="${base}/units/${encodeURIComponent(unit.key)}">${text(words.ofCourse(unit.title))}</a>`
      : html`<span></span>`
  return html`<nav class="crumbs" aria-label="${words.say('Course')}"><a href="${base}/contexts/${encodeURIComponent(publication.context)}">${words.ofCourse(publication.title)}</a></nav>
<h1>${words.ofCourse(heading)}</h1>
${notice !== undefined && html`<p class="notice" id="notice" role="status" tabindex="-1">${notice}</p>`}
${
  audience.length > 0 &&
  html`<aside class="audience" aria-label="${words.say('What learners see')}">${audience.map((text) => html`<p>${text}</p>`)}</aside>`
}
${ofTheCourse(parts)}
${submissions !== undefined && html`<p class="staff-link"><a href="${submissions}">${words.say('What learners submitted here')}</a></p>`}
<nav class="neighbours" aria-label="${words.say('Units')}">
${way(previous, 'prev', (title) => html`${back} ${title}`)}
<span>${place !== undefined && words.say('{place} of {count}', { place, count })}</span>
${way(next, 'next', (title) => html`${title} ${on}`)}
</nav>`
}

/** The unit's own content: where the page is in another language, it says in which this is, as far as the course does. */
function ofTheCourse({ words, language, content }: UnitPageParts): SafeHtml {
  if (language === undefined)
    return words.direction === 'ltr' ? content : html`<div dir="auto">${content}</div>`
  if (language === words.language) return content
  return html`<div lang="${language}" dir="${directionOf(language)}">${content}</div>`
}
