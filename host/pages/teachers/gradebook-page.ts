import { html, type SafeHtml } from '../../../runtime/index.js'
import type { GradebookPage } from '../../gradebook/gradebook.js'
import type { GradebookSort } from '../../gradebook/gradebook-order.js'
import { askedAddress, askedFields, gradebookAddress, type GradebookPlace } from './gradebook-address.js'
import { gradebookTable } from './gradebook-table.js'
import { learnersText } from './staff-place.js'

/** Groups that one can choose of at a look; of more, one begins to write a name. */
const mostChosen = 40

/** Learners by assignments, with what each has of the course. */
export function gradebookPage(place: GradebookPlace, page: GradebookPage): SafeHtml {
  const { words, title, asked } = place
  const { rows, total, found, isLarge, isCut } = page
  const isNarrowed = asked.search !== '' || asked.group !== ''
  const count =
    isNarrowed && found !== undefined
      ? words.say('{found, number} of {total, plural, one {# learner} other {# learners}}', { found, total })
      : learnersText(words, total)
  return html`<h1>${words.say('Gradebook')}</h1>
<p class="gradebook-course">${words.ofCourse(title)} · ${count}</p>
${total === 0 ? html`<p>${words.say('Nobody has begun with this course. Learners appear here once they answer something.')}</p>` : filterForm(place, page)}
${isLarge && sortForm(place)}
${rows.length === 0 && total > 0 && html`<p role="status">${isCut ? words.say('Nobody was found so far.') : words.say('No learner matches. Try a part of a name or mail address.')}</p>`}
${rows.length > 0 && gradebookTable(place, page)}
${turns(place, page)}
${rows.length > 0 && html`<p class="gradebook-more"><a href="${askedAddress(place, { ending: '.csv', sort: undefined, order: undefined, isInPoints: false })}" download>${isNarrowed ? words.say('Download those found as CSV') : words.say('Download all as CSV')}</a></p>`}`
}

/** What a page that waits says of how far that is. */
export interface GradebookWait {
  readonly done: number
  /** 0 while it is not known. */
  readonly total: number
  readonly error?: string | undefined
}

/** While learners of a large course are put in order. */
export function gradebookWaitPage(place: GradebookPlace, { done, total, error }: GradebookWait): SafeHtml {
  const { words } = place
  const text =
    total > 0
      ? words.say('{done, number} of {total, plural, one {# learner} other {# learners}} done.', {
          done,
          total,
        })
      : words.say('It has begun.')
  const bar = html`<label for="ordering">${words.say('Learners are being sorted')}</label>
<progress id="ordering"${total > 0 && html` max="${total}" value="${done}"`}>${text}</progress>`
  return waiting(
    place,
    error === undefined ? waitingPart(place, bar, text) : failed(place),
    html`<p><a href="${askedAddress(place, { order: undefined, sort: undefined })}">${words.say('Back to the gradebook')}</a></p>`,
  )
}

/** While those are listed who learned in a course before there were lists of learners. */
export function gradebookListingPage(place: GradebookPlace, learners: number): SafeHtml {
  const { words } = place
  const text = words.say('{count, plural, one {# learner} other {# learners}} found so far.', {
    count: learners,
  })
  const bar = html`<label for="listing">${words.say('Learners are being listed, once for this course')}</label>
<progress id="listing">${text}</progress>`
  return waiting(place, waitingPart(place, bar, text))
}

function waiting({ words, title }: GradebookPlace, ...parts: readonly SafeHtml[]): SafeHtml {
  return html`<h1>${words.say('Gradebook')}</h1>
<p class="gradebook-course">${words.ofCourse(title)}</p>
${parts}`
}

function waitingPart({ words }: GradebookPlace, bar: SafeHtml, text: string): SafeHtml {
  return html`<div data-waiting><p>${bar}</p><p class="staff-progress" role="status">${text}</p>
<p><a href="">${words.say('Look again')}</a></p></div>`
}

function failed({ words }: GradebookPlace): SafeHtml {
  return html`<p class="staff-news" role="status">${words.say('Learners could not be sorted. Try again in a moment.')}</p>`
}

function filterForm(place: GradebookPlace, page: GradebookPage): SafeHtml {
  const { words, base, context, asked } = place
  const { search, group, isInPoints } = asked
  const isNarrowed = search !== '' || group !== ''
  const kept = askedFields({ ...asked, search: '', group: '', isInPoints: false })
  return html`<form class="gradebook-filter" role="search" method="get" action="${gradebookAddress(base, context)}">
<div class="gradebook-search"><label for="gradebook-search">${words.say('Name, username or mail')}</label>
<input type="search" id="gradebook-search" name="search" value="${search}" autocomplete="off"></div>
${groupChoice(place, page)}
<div><label for="gradebook-show">${words.say('Show')}</label>
<select id="gradebook-show" name="show"><option value="">${words.say('Percent')}</option><option value="points"${isInPoints && html` selected`}>${words.say('Points')}</option></select></div>
${kept.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<div class="gradebook-go"><button type="submit">${words.say('Search')}</button>${isNarrowed && html` <a href="${askedAddress(place, { search: '', group: '' })}">${words.say('All learners')}</a>`}</div>
</form>`
}

/** The groups that there are; a field that finds them by their names where they are many, or not all known yet. */
function groupChoice({ words, asked: { group } }: GradebookPlace, { groups }: GradebookPage): SafeHtml | '' {
  const collator = new Intl.Collator(words.locale, { numeric: true })
  const isAsked = (name: string) => name.toLocaleLowerCase() === group.toLocaleLowerCase()
  const isMissing = group !== '' && !groups.names.some(isAsked)
  const names = [...groups.names, ...(isMissing ? [group] : [])].toSorted((one, other) =>
    collator.compare(one, other),
  )
  if (names.length === 0 && groups.isWhole) return ''
  const option = (name: string) =>
    html`<option value="${name}"${isAsked(name) && html` selected`}>${name}</option>`
  const label = html`<label for="gradebook-group">${words.say('Cohort or team')}</label>`
  return groups.isWhole && names.length <= mostChosen
    ? html`<div>${label}
<select id="gradebook-group" name="group"><option value="">${words.say('All cohorts and teams')}</option>${names.map(option)}</select></div>`
    : html`<div>${label}
<input id="gradebook-group" name="group" value="${group}" list="gradebook-groups" autocomplete="off" placeholder="${words.say('All cohorts and teams')}">
<datalist id="gradebook-groups">${names.map((name) => html`<option value="${name}"></option>`)}</datalist></div>`
}

function turns(place: GradebookPlace, page: GradebookPage): SafeHtml | '' {
  const { words } = place
  const { next, previous, isCut, isFurther, rows } = page
  if (!next && !previous && !isFurther) return ''
  return html`<nav class="staff-pages" aria-label="${words.say('Pages of learners')}">
${previous ? html`<a rel="prev" href="${askedAddress(place, { at: { ...previous } })}">${words.say('Previous learners')}</a>` : isFurther && html`<a href="${askedAddress(place)}">${words.say('First learners')}</a>`}
${next && html`<a rel="next" href="${askedAddress(place, { at: { ...next } })}">${isCut && rows.length === 0 ? words.say('Look further') : words.say('Next learners')}</a>`}
</nav>`
}

function sortForm(place: GradebookPlace): SafeHtml {
  const { words, base, context, asked } = place
  const option = (sort: GradebookSort, text: string) =>
    html`<option value="${sort}"${asked.sort === sort && html` selected`}>${text}</option>`
  const kept = askedFields({ ...asked, sort: undefined, order: undefined })
  return html`<form class="gradebook-sort" method="post" action="${gradebookAddress(base, context)}/order">
<label for="gradebook-sort">${words.say('Sort all learners by')}</label>
<select id="gradebook-sort" name="sort">${option('name', words.say('name'))}${option('grade', words.say('grade, highest first'))}${option('grade-up', words.say('grade, lowest first'))}</select>
${kept.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<button type="submit" class="secondary">${words.say('Sort')}</button>
<small>${words.say('It looks at everybody once, and takes a moment. Grades are always shown as they are now.')}</small>
</form>`
}
