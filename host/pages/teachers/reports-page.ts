import { manyAttempts, type GradedCourse } from '../../../lms/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import type { CourseReport } from '../../reports/course-report.js'
import { concernList } from './concern-list.js'
import { courseUnits, foundUnits } from './course-units.js'
import { reportsAddress, type ReportsPlace } from './reports-place.js'
import type { PeopleById } from './staff-place.js'
import { stuckList } from './stuck-list.js'

/** What the reports page of a course shows. */
export interface ReportsPage {
  readonly course: GradedCourse
  /** Part of the name of a unit or subsection; '' for none. */
  readonly search: string
  /** Key of the section that is unfolded; '' for none. */
  readonly section: string
  /** What learners made of the course; undefined where it was not made yet, and where something is searched for. */
  readonly report?: CourseReport | undefined
  /** How old that is. */
  readonly standing?: SafeHtml | undefined
  readonly people: PeopleById
}

/** What in a course wants to be looked at, and the ways to the report of each part. */
export function reportsPage(place: ReportsPlace, page: ReportsPage): SafeHtml {
  const { words, title } = place
  const { course, search } = page
  return html`<h1>${words.say('Reports')}</h1>
    <p class="gradebook-course">${words.ofCourse(title)}</p>
    ${search === '' && attention(place, page)}
    <section aria-labelledby="units"><h2 id="units">${words.say('Units')}</h2>
    ${searchForm(place, search)}
    ${search === '' ? courseUnits(place, course, page.section) : foundUnits(place, course, search)}</section>`
}

function attention(place: ReportsPlace, { report, standing, people }: ReportsPage): SafeHtml {
  const { words } = place
  const said =
    report &&
    words.say(
      '{learners, plural, =0 {Nobody has answered anything yet.} one {# learner has answered {problems, plural, one {# problem} other {# problems}}.} other {# learners have answered {problems, plural, one {# problem} other {# problems}}.}}',
      { learners: report.learners, problems: report.problems },
    )
  const isCalm = report && report.learners > 0 && report.concerning.length === 0
  return html`<section aria-labelledby="attention"><h2 id="attention">${words.say('What needs attention')}</h2>
    ${standing}${said !== undefined && html`<p>${said}</p>`}
    ${isCalm && html`<p>${words.say('No problem stands out.')}</p>`}
    ${report && concernList(place, report.concerning, report.concerningCount)}</section>
    ${
      report &&
      report.stuck.length > 0 &&
      html`<section aria-labelledby="stuck"><h2 id="stuck">${words.say('Who is stuck')}</h2>
      <p class="report-note">${words.say('{attempts} attempts or more at a problem, and no point.', { attempts: manyAttempts })}</p>
      ${stuckList(place, report.stuck, people)}</section>`
    }`
}

function searchForm(place: ReportsPlace, search: string): SafeHtml {
  const { words } = place
  const address = reportsAddress(place)
  return html`<form class="report-search" role="search" method="get" action="${address}">
    <label for="report-search">${words.say('Name of a unit or subsection')}</label>
    <input type="search" id="report-search" name="search" value="${search}" autocomplete="off">
    <button type="submit" class="secondary">${words.say('Search')}</button>
    ${search !== '' && html`<a href="${address}">${words.say('All units')}</a>`}</form>`
}
