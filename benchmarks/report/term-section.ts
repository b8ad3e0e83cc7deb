import { html, type SafeHtml } from '../../runtime/index.js'
import { short } from '../figures.js'
import type { Term } from '../simulation.js'
import { lineOver } from './plots.js'
import { facts } from './table.js'

/** Hours that are drawn. */
const drawn = 24 * 14

/** A term of a million learners, computed of what this machine was measured at. */
export function termSection({
  assumptions: of,
  costs,
  hours,
  hosts,
  busiest,
  totals,
  exam,
  cacheHits,
  limits,
}: Term): SafeHtml {
  const found: readonly (readonly [string, string])[] = [
    [
      'Hosts for the busiest hour',
      `${hosts} of ${of.coresAHost} cores, of which ${short(busiest.cores)} cores are busy in all`,
    ],
    [
      'Busiest hour',
      `${short(busiest.requestsASecond)} requests and ${short(busiest.commitsASecond)} commits a second`,
    ],
    ['All in all', `${short(totals.views)} pages, ${short(totals.submissions)} submissions`],
    ['The database at the end', `${short(totals.databaseBytes / 1e9)} GB`],
    ['Sent', `${short(totals.sentBytes / 1e12)} TB, compressed`],
    ['Repeated pages found in memory', `${short(100 * cacheHits)} %`],
    [
      'An exam begins',
      `${short(exam.requests)} learners in a minute, half of them in ten seconds: the last of them waits ${short(exam.longestWait)} s; ${exam.hostsForOneSecond} hosts would keep it to a second`,
    ],
  ]
  const measured: readonly (readonly [string, string])[] = [
    [
      'A first view',
      `${short(costs.firstViewMs)} ms of processor, ${short(costs.firstViewBytes)} bytes stored`,
    ],
    ['The same page again', `${short(costs.againMs)} ms`],
    ['A submission', `${short(costs.submissionMs)} ms, ${short(costs.submissionBytes)} bytes stored`],
    ['A page', `${short(costs.htmlBytes)} bytes, ${short(costs.pageBytes)} compressed`],
  ]
  const assumed: readonly (readonly [string, string])[] = [
    [
      'Learners',
      `${short(of.learners)}, over ${of.weeks} weeks, ${of.visitsAWeek} visits a week of ${of.unitsAVisit} units and ${of.submissionsAVisit} submissions`,
    ],
    [
      'Seen before',
      `${short(100 * of.shareSeenBefore)} % of the units of a visit, ${of.returnMinutes} minutes before`,
    ],
    [
      'Arrivals',
      'by hour and day as most are awake, each hour spread as independent arrivals are, and by a tenth besides',
    ],
    [
      'Exams',
      `${of.exams} of ${short(of.examLearners)} learners, half of whom begin within ten seconds, ${of.examUnits} units and ${of.examSubmissions} submissions in ${of.examMinutes} minutes`,
    ],
    [
      'Hosts',
      `${of.coresAHost} cores as fast as this one, at most ${short(100 * of.utilisation)} % busy; ${short(of.cacheBytes / 1e6)} MB for kept pages each, of which one takes ${of.heldTimes} times its bytes; a learner comes to the same host`,
    ],
    ['Each request besides', `${of.httpMs} ms for HTTP and compression`],
    ['The database', `${short(of.commitsASecond)} commits a second, not measured here; nothing is deleted`],
    ['All units', 'are the stress unit: a text, 30 problems, a video'],
  ]
  const cores = hours.slice(0, drawn).map((hour) => hour.cores)
  const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
  const mostOf = (day: number) => Math.max(...cores.slice(24 * day, 24 * (day + 1)))
  return html`<section><h2>A million learners over a term</h2>
<p>Not measured: computed, hour by hour, of what requests cost on this machine.</p>${facts(found)}
${lineOver(
  cores,
  'Processors kept busy, the first two weeks',
  'cores',
  [
    [0, 'Monday'],
    [0.5, 'the second Monday'],
    [1, 'Sunday'],
  ],
  days.map((day, at) => [`the first ${day}, its busiest hour`, short(mostOf(at))]),
)}
${lineOver(
  exam.waiting,
  'Learners who wait for the first page of an exam',
  'learners waiting',
  [
    [0, 'the clock strikes'],
    [0.5, 'a minute later'],
    [1, 'two minutes'],
  ],
  [5, 10, 30, 60, 90, 119].map((second) => [`after ${second} seconds`, short(exam.waiting[second] ?? 0)]),
)}
<h3>What is at its limit first, as learners grow</h3><ol>${limits.map(({ what, learners }) => html`<li>${what}: at ${short(learners)} learners</li>`)}</ol>
<h3>Measured here</h3>${facts(measured)}
<h3>Assumed</h3>${facts(assumed)}</section>`
}
