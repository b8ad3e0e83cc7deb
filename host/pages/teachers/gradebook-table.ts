import { html, type HtmlValue, type SafeHtml } from '../../../runtime/index.js'
import {
  gradebookCells,
  gradebookColumns,
  totalOf,
  type GradebookCell,
  type GradebookColumn,
} from '../../gradebook/gradebook-columns.js'
import type { GradebookPage, GradebookRow } from '../../gradebook/gradebook.js'
import type { GradebookSort } from '../../gradebook/gradebook-order.js'
import type { PageWords } from '../../words/index.js'
import { askedAddress, type GradebookPlace } from './gradebook-address.js'
import { learnerAddress, personName, scoreText } from './staff-place.js'

/** Learners by assignments; where there is little room, learners with what they have in all, and the assignments of each folded. */
export function gradebookTable(place: GradebookPlace, { course, rows, isLarge }: GradebookPage): SafeHtml {
  const { words } = place
  const columns = gradebookColumns(course)
  const hasGrades = course.policy !== undefined
  const head = (column: GradebookColumn) =>
    html`<th scope="col" class="cell ${column.kind}"><span title="${column.title}">${columnName(words, column)}</span>${column.kind === 'subsection' && column.label !== column.title && html`<small>${words.ofCourse(column.title)}</small>`}</th>`
  return html`<div class="gradebook-scroll" role="region" aria-label="${words.say('Grades of learners')}" tabindex="0"><table class="gradebook">
<thead><tr>${sortHead(place, isLarge, 'name', words.say('Learner'))}${sortHead(place, isLarge, 'grade', words.say('Total'))}${hasGrades && html`<th scope="col">${words.say('Grade')}</th>`}${columns.map(head)}<td class="folded"></td></tr></thead>
<tbody>${rows.map((row) => line(place, columns, row, hasGrades))}</tbody>
</table></div>`
}

function columnName(words: PageWords, { kind, label }: GradebookColumn): HtmlValue {
  return words.ofCourse(kind === 'type' ? words.say('{type} in all', { type: label }) : label)
}

/** The head of a column that rows are sorted by: a link, where that takes no job. */
function sortHead(place: GradebookPlace, isLarge: boolean, sort: 'name' | 'grade', title: string): SafeHtml {
  const { asked } = place
  const now = asked.sort ?? (isLarge ? undefined : 'name')
  const isHere = now === sort || (sort === 'grade' && now === 'grade-up')
  const direction = now === 'grade' ? 'descending' : 'ascending'
  const next: GradebookSort = now === 'grade' && sort === 'grade' ? 'grade-up' : sort
  const mark = isHere ? (direction === 'descending' ? ' ▼' : ' ▲') : ''
  const text = html`${title}${mark !== '' && html`<span aria-hidden="true">${mark}</span>`}`
  return html`<th scope="col"${isHere && html` aria-sort="${direction}"`}>${isLarge ? text : html`<a href="${askedAddress(place, { sort: next })}">${text}</a>`}</th>`
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
  const cells = gradebookCells(columns, grades).map((cell) => cellText(words, cell, asked.isInPoints))
  const part = (column: GradebookColumn, at: number) =>
    html`<div class="${column.kind}"><dt>${columnName(words, column)}${column.label !== column.title && column.kind === 'subsection' && html` <small>${words.ofCourse(column.title)}</small>`}</dt><dd>${cells[at]}</dd></div>`
  return html`<tr><th scope="row">${personName(person, learnerAddress(base, context, person.id))}${person.isStaff && html` <small class="tag">${words.say('Staff')}</small>`}</th><td class="total">${total}</td>${hasGrades && html`<td>${grade?.grade ? html`<bdi>${grade.grade}</bdi>` : nothing(words.say('no grade'))}</td>`}${cells.map((cell) => html`<td class="cell">${cell}</td>`)}<td class="folded"><details><summary>${words.say('Assignments')}</summary><dl>${columns.map(part)}</dl></details></td></tr>`
}

function cellText(
  words: PageWords,
  { share, points, isGiven }: GradebookCell,
  isInPoints: boolean,
): SafeHtml {
  if (share === undefined) return nothing(words.say('not open'))
  const text = isInPoints && points ? scoreText(words, points) : percentText(words, share)
  return html`${text}${isGiven && html` <small class="tag">${words.say('given')}</small>`}`
}

/** A dash, with what it stands for. */
function nothing(meaning: string): SafeHtml {
  return html`<span class="none" role="img" aria-label="${meaning}" title="${meaning}">–</span>`
}

/** A share as people read it: `80%`. */
export function percentText(words: PageWords, share: number): string {
  return words.formatNumber(share, { style: 'percent', maximumFractionDigits: 0 })
}
