import { html, type SafeHtml } from '../../runtime/index.js'
import {
  gradebookCells,
  gradebookColumns,
  totalOf,
  type GradebookCell,
  type GradebookColumn,
} from '../gradebook/gradebook-columns.js'
import type { GradebookPage, GradebookRow } from '../gradebook/gradebook.js'
import type { GradebookSort } from '../gradebook/gradebook-order.js'
import type { PageWords } from '../words/index.js'
import { learnerAddress, learnersText, personName, scoreText } from './staff-place.js'

/** How a gradebook is asked for, as its address says. */
export interface GradebookAsked {
  readonly search: string
  readonly group: string
  readonly sort: GradebookSort | undefined
  /** The job that put learners in order. */
  readonly order?: string | undefined
  /** Whether cells show points in place of shares. */
  readonly isInPoints: boolean
}

/** What a gradebook's page is made of. */
export interface GradebookPlace {
  readonly words: PageWords
  readonly base: string
  /** The course, as text, and its name. */
  readonly context: string
  readonly title: string
  readonly asked: GradebookAsked
}

/** Where the gradebook of a course is. */
export function gradebookAddress(base: string, context: string): string {
  return `${base}/staff/contexts/${encodeURIComponent(context)}/gradebook`
}

/** Learners by assignments, with what each has of the course. */
export function gradebookPage(place: GradebookPlace, page: GradebookPage): SafeHtml {
  const { words, base, context, title, asked } = place
  const { rows, total, found, isLarge, isCut } = page
  const isNarrowed = asked.search !== '' || asked.group !== ''
  const count =
    isNarrowed && found !== undefined
      ? words.say('{found, number} of {total, plural, one {# learner} other {# learners}}', { found, total })
      : learnersText(words, total)
  return html`<h1>${words.say('Gradebook')}</h1>
<p class="gradebook-course">${words.ofCourse(title)} · ${count}</p>
${filterForm(place, page)}
${total === 0 && html`<p>${words.say('Nobody has begun with this course. Learners appear here once they answer something.')}</p>`}
${rows.length === 0 && total > 0 && html`<p role="status">${isCut ? words.say('Nobody was found so far.') : words.say('No learner matches. Try a part of a name or mail address.')}</p>`}
${rows.length > 0 && table(place, page)}
${turns(place, page)}
<ul class="gradebook-more">
${total > 0 && html`<li><a href="${base}/staff/contexts/${encodeURIComponent(context)}/gradebook.csv${queryOf({ search: asked.search, group: asked.group })}" download>${isNarrowed ? words.say('Download those found as CSV') : words.say('Download all as CSV')}</a></li>`}
</ul>
${isLarge && sortForm(place)}`
}

/** While learners of a large course are put in order. */
export function gradebookWaitPage(
  { words, base, context, title }: GradebookPlace,
  {
    done,
    total,
    error,
  }: { readonly done: number; readonly total: number; readonly error?: string | undefined },
): SafeHtml {
  const text =
    total > 0
      ? words.say('{done, number} of {total, plural, one {# learner} other {# learners}} done.', {
          done,
          total,
        })
      : words.say('It has begun.')
  return html`<h1>${words.say('Gradebook')}</h1>
<p class="gradebook-course">${words.ofCourse(title)}</p>
${
  error === undefined
    ? html`<div data-waiting><p><label for="ordering">${words.say('Learners are being sorted')}</label>
<progress id="ordering"${total > 0 && html` max="${total}" value="${done}"`}>${text}</progress></p><p class="staff-progress" role="status">${text}</p>
<p><a href="">${words.say('Look again')}</a></p></div>`
    : html`<p class="staff-news" role="status">${words.say('Learners could not be sorted. Try again in a moment.')}</p>`
}
<p><a href="${gradebookAddress(base, context)}">${words.say('Back to the gradebook')}</a></p>`
}

function filterForm({ words, base, context, asked }: GradebookPlace, { rows }: GradebookPage): SafeHtml {
  const groups = new Set(
    rows.flatMap(({ person: { cohort, teams = [] } }) => [...(cohort ? [cohort] : []), ...teams]),
  )
  const address = gradebookAddress(base, context)
  const { search, group, sort, order, isInPoints } = asked
  const isNarrowed = search !== '' || group !== ''
  return html`<form class="gradebook-filter" role="search" method="get" action="${address}">
<div><label for="gradebook-search">${words.say('Name, username or mail')}</label>
<input type="search" id="gradebook-search" name="search" value="${search}" autocomplete="off"></div>
<div><label for="gradebook-group">${words.say('Cohort or team')}</label>
<input id="gradebook-group" name="group" value="${group}" list="gradebook-groups" autocomplete="off">
<datalist id="gradebook-groups">${[...groups].map((name) => html`<option value="${name}"></option>`)}</datalist></div>
<div><label for="gradebook-show">${words.say('Show')}</label>
<select id="gradebook-show" name="show"><option value="">${words.say('Percent')}</option><option value="points"${isInPoints && html` selected`}>${words.say('Points')}</option></select></div>
${sort !== undefined && order === undefined && html`<input type="hidden" name="sort" value="${sort}">`}${order !== undefined && html`<input type="hidden" name="order" value="${order}">`}
<div class="gradebook-go"><button type="submit">${words.say('Search')}</button>${isNarrowed && html` <a href="${address}">${words.say('All learners')}</a>`}</div>
</form>`
}

function table(place: GradebookPlace, { course, rows, isLarge }: GradebookPage): SafeHtml {
  const { words } = place
  const columns = gradebookColumns(course)
  const hasGrades = course.policy !== undefined
  const head = (column: GradebookColumn) =>
    html`<th scope="col" class="${column.kind}"><span title="${column.title}">${words.ofCourse(column.kind === 'type' ? words.say('{type} in all', { type: column.label }) : column.label)}</span>${column.kind === 'subsection' && column.label !== column.title && html`<small>${words.ofCourse(column.title)}</small>`}</th>`
  return html`<div class="gradebook-scroll" role="region" aria-label="${words.say('Grades of learners')}" tabindex="0"><table class="gradebook">
<thead><tr>${sortHead(place, isLarge, 'name', words.say('Learner'))}${sortHead(place, isLarge, 'grade', words.say('Total'))}${hasGrades && html`<th scope="col">${words.say('Grade')}</th>`}${columns.map(head)}</tr></thead>
<tbody>${rows.map((row) => line(place, columns, row, hasGrades))}</tbody>
</table></div>`
}

/** The head of a column that rows are sorted by: a link, where that takes no job. */
function sortHead(place: GradebookPlace, isLarge: boolean, sort: 'name' | 'grade', title: string): SafeHtml {
  const { base, context, asked } = place
  const now = asked.sort ?? (isLarge ? undefined : 'name')
  const isHere = now === sort || (sort === 'grade' && now === 'grade-up')
  const direction = now === 'grade' ? 'descending' : 'ascending'
  const next: GradebookSort = now === 'grade' && sort === 'grade' ? 'grade-up' : sort
  const mark = isHere ? (direction === 'descending' ? ' ▼' : ' ▲') : ''
  const { search, group, isInPoints } = asked
  const address = `${gradebookAddress(base, context)}${queryOf({ search, group, sort: next, show: isInPoints ? 'points' : '' })}`
  const text = html`${title}${mark !== '' && html`<span aria-hidden="true">${mark}</span>`}`
  return html`<th scope="col"${isHere && html` aria-sort="${direction}"`}>${isLarge ? text : html`<a href="${address}">${text}</a>`}</th>`
}

function line(
  { words, base, context, asked }: GradebookPlace,
  columns: readonly GradebookColumn[],
  { person, grades }: GradebookRow,
  hasGrades: boolean,
): SafeHtml {
  const { grade } = grades
  const total =
    grade || !asked.isInPoints ? percentText(words, totalOf(grades)) : scoreText(words, grades.points)
  return html`<tr><th scope="row">${personName(person, learnerAddress(base, context, person.id))}${person.isStaff && html` <small class="tag">${words.say('Staff')}</small>`}</th><td class="total">${total}</td>${hasGrades && html`<td>${grade?.grade ? html`<bdi>${grade.grade}</bdi>` : html`<span class="none" aria-label="${words.say('no grade')}">–</span>`}</td>`}${gradebookCells(columns, grades).map((cell) => html`<td>${cellText(words, cell, asked.isInPoints)}</td>`)}</tr>`
}

function cellText(
  words: PageWords,
  { share, points, isGiven }: GradebookCell,
  isInPoints: boolean,
): SafeHtml {
  if (share === undefined) return html`<span class="none" aria-label="${words.say('not open')}">–</span>`
  const text = isInPoints && points ? scoreText(words, points) : percentText(words, share)
  return html`${text}${isGiven && html` <small class="tag">${words.say('given')}</small>`}`
}

/** A share as people read it: `80%`. */
export function percentText(words: PageWords, share: number): string {
  return words.formatNumber(share, { style: 'percent', maximumFractionDigits: 0 })
}

function turns(place: GradebookPlace, { next, previous, isCut, rows }: GradebookPage): SafeHtml | undefined {
  const { words, base, context, asked } = place
  if (!next && !previous) return undefined
  const { search, group, sort, order, isInPoints } = asked
  const at = (where: Readonly<Record<string, string | number>>) => {
    const query = {
      search,
      group,
      sort: order === undefined ? (sort ?? '') : '',
      order: order ?? '',
      show: isInPoints ? 'points' : '',
      ...where,
    }
    return `${gradebookAddress(base, context)}${queryOf(query)}`
  }
  return html`<nav class="staff-pages" aria-label="${words.say('Pages of learners')}">
${previous && html`<a rel="prev" href="${at({ ...previous })}">${words.say('Previous learners')}</a>`}
${next && html`<a rel="next" href="${at({ ...next })}">${isCut && rows.length === 0 ? words.say('Look further') : words.say('Next learners')}</a>`}
</nav>`
}

function sortForm({ words, base, context, asked }: GradebookPlace): SafeHtml {
  const option = (sort: GradebookSort, text: string) =>
    html`<option value="${sort}"${asked.sort === sort && html` selected`}>${text}</option>`
  return html`<form class="gradebook-sort" method="post" action="${gradebookAddress(base, context)}/order">
<label for="gradebook-sort">${words.say('Sort all learners by')}</label>
<select id="gradebook-sort" name="sort">${option('name', words.say('name'))}${option('grade', words.say('grade, highest first'))}${option('grade-up', words.say('grade, lowest first'))}</select>
<button type="submit" class="secondary">${words.say('Sort')}</button>
<small>${words.say('It looks at everybody once, and takes a moment. Grades are always shown as they are now.')}</small>
</form>`
}

/** What is left out is not in the address. */
function queryOf(values: Readonly<Record<string, string | number>>): string {
  const given = Object.entries(values).flatMap(([name, value]): [string, string][] =>
    value === '' || value === 0 ? [] : [[name, String(value)]],
  )
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`
}
