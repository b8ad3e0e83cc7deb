import type { Neighbours, NeighbourUnit } from '../../../lms/index.js'
import { html, trusted, type HtmlValue, type Publication, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'
import { courseContent } from '../course-content.js'
import { dateText } from '../date-text.js'
import { mostTitled, UnitLinks } from './unit-links.js'

/** A unit as its page shows it. */
export interface UnitPageParts {
  readonly words: PageWords
  /** The language of the course, as in BCP 47, where it says one. */
  readonly language?: string | undefined
  readonly base: string
  readonly publication: Publication
  readonly key: string
  readonly title: string
  /** What stands around it, as far as this learner may know of it. */
  readonly beside: Neighbours
  readonly content: SafeHtml
  /** What is told once, after a form of this page was sent. */
  readonly notice?: string | undefined
  /** For staff: what learners see of it, where that is less. */
  readonly audience?: readonly string[]
  /** For staff: where they see what was submitted. */
  readonly submissions?: string | undefined
}

/** A unit with where it stands in its course, and the ways to what stands beside it. */
export function unitPage(parts: UnitPageParts): SafeHtml {
  const { words, title: heading, notice, submissions, audience = [] } = parts
  return html`${crumbs(parts)}
${sequence(parts)}
<div class="unit-head"><h1>${words.ofCourse(heading)}</h1>
${standing(parts)}</div>
${notice !== undefined && html`<p class="notice" id="notice" role="status" tabindex="-1">${notice}</p>`}
${
  audience.length > 0 &&
  html`<aside class="audience" aria-label="${words.say('What learners see')}">${audience.map((text) => html`<p>${text}</p>`)}</aside>`
}
${courseContent(parts.content, parts.language, words)}
${submissions !== undefined && html`<p class="staff-link"><a href="${submissions}">${words.say('What learners submitted here')}</a></p>`}
${ways(parts)}`
}

type UnitParts = Pick<UnitPageParts, 'words' | 'base' | 'key' | 'publication' | 'beside'>

/** The part of the course around a unit: beside it on wide pages, opened by a button on narrow ones. Undefined of a unit in no part. */
export function unitAround(parts: UnitParts): SafeHtml | undefined {
  const { words, base, publication, beside } = parts
  const part = beside.above.at(-1)
  if (!part) return undefined
  const section = beside.above.at(-2)
  const list = beside.parts.length > 0 ? beside.parts : [part]
  return html`<nav class="around" id="around" popover aria-label="${words.say('This section')}">
<p class="of"><a href="${base}/contexts/${encodeURIComponent(publication.context)}">${words.ofCourse(publication.title)}</a></p>
${section && html`<p class="section">${words.ofCourse(section.title)}</p>`}
<ol>${list.map(({ key, title, first }) => {
    const named = words.ofCourse(title)
    if (key === part.key)
      return html`<li class="is-open"><span class="part">${named}</span><ol>${linksOf(parts).list.on(parts.key)}</ol></li>`
    return html`<li>${first === undefined ? html`<span class="part">${named}</span>` : html`<a class="part" href="${base}/units/${encodeURIComponent(first)}">${named}</a>`}</li>`
  })}</ol>
</nav>`
}

/** Course, section and subsection. */
function crumbs({ words, base, publication, beside }: UnitPageParts): SafeHtml {
  const course = `${base}/contexts/${encodeURIComponent(publication.context)}`
  const above = beside.above.map(({ key, title }, level) => {
    const open = beside.above.slice(0, level + 1).map((one) => `open=${encodeURIComponent(one.key)}`)
    return html`<li><a href="${course}?${open.join('&')}#${anchorOf(key)}">${words.ofCourse(title)}</a></li>`
  })
  const button =
    beside.above.length > 0 &&
    html`<button type="button" class="opens-around" popovertarget="around">${words.say('This section')}</button>`
  return html`<div class="where"><nav class="crumbs" aria-label="${words.say('Course')}"><ol><li><a href="${course}">${words.ofCourse(publication.title)}</a></li>${above}</ol></nav>${button}</div>`
}

/** Where a part is on the page of the outline. @param key usage key, as text */
export function anchorOf(key: string): string {
  return `part-${key.replace(/^.*@/, '').replace(/[^\w-]/g, '_')}`
}

/** The units of a subsection, in a row. */
function sequence(parts: UnitPageParts): SafeHtml | undefined {
  const { words, beside } = parts
  const { units, place = 1, count = 0 } = beside
  if (units.length < 2) return undefined
  const isTitled = units.length <= mostTitled
  return html`<nav class="sequence${isTitled && ' titled'}" aria-label="${words.say('Units of this part: {place} of {count}', { place, count })}"><ol>${linksOf(parts).row.on(parts.key)}</ol></nav>`
}

function linksOf({ words, base, key, beside }: UnitParts): UnitLinks {
  const { units, place = 1 } = beside
  // Of a very long part only those around this one are named.
  const first = Math.max(0, place - 1 - units.findIndex((unit) => unit.key === key))
  return UnitLinks.for(units, { words, base, first })
}

/** When the unit is due; how far the learner is in it, and in those beside it, a script asks, as it changes while they work. */
function standing({ words, base, key, beside }: UnitPageParts): SafeHtml {
  const { due, format } = beside
  const points = words.say('Score: {earned} of {possible}', { earned: '{earned}', possible: '{possible}' })
  return html`<p class="unit-standing">${format !== undefined && html`<span class="format">${words.ofCourse(format)}</span> `}${due !== undefined && html`<span class="due">${words.sayHtml('Due {date}', { date: dateText(words, due) })}</span> `}<span class="points" data-standing="${base}/units/${encodeURIComponent(key)}/standing" data-points="${points}" data-done="${words.say('Done')}"></span></p>`
}

/** Arrows as entities: one character beyond Latin-1 would double what the text of the whole page takes in memory. */
const [leftwards, rightwards] = [trusted('&larr;'), trusted('&rarr;')]

/** The units before and after. */
function ways({ words, base, beside }: UnitPageParts): SafeHtml {
  const { previous, next, place, count = 0 } = beside
  const way = (
    unit: NeighbourUnit | undefined,
    relation: 'prev' | 'next',
    text: (title: HtmlValue) => SafeHtml,
  ) =>
    unit
      ? html`<a rel="${relation}" href="${base}/units/${encodeURIComponent(unit.key)}">${text(words.ofCourse(unit.title))}</a>`
      : html`<span></span>`
  const [back, on] = words.direction === 'rtl' ? [rightwards, leftwards] : [leftwards, rightwards]
  return html`<nav class="neighbours" aria-label="${words.say('Units')}">
${way(previous, 'prev', (title) => html`${back} ${title}`)}
<span class="place">${place !== undefined && words.say('{place} of {count}', { place, count })}</span>
${way(next, 'next', (title) => html`${title} ${on}`)}
</nav>`
}
