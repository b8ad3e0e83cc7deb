import { html, type SafeHtml } from '../../runtime/index.js'
import type { Term } from '../simulation.js'
import { lineOver, short } from './plots.js'

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
  const facts: readonly (readonly [string, string])[] = [
    ['Hosts for the busiest hour', `${hosts} of ${of.coresAHost} cores, ${short(busiest.cores)} cores busy`],
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
  const assumed: readonly (readonly [string, string])[] = [
    [
      'Learners',
      `${short(of.learners)}, over ${of.weeks} weeks, ${of.visitsAWeek} visits a week of ${of.unitsAVisit} units and ${of.submissionsAVisit} submissions`,
    ],
    ['Seen before', `${short(100 * of.shareSeenBefore)} % of the units of a visit`],
    [
      'Arrivals',
      'by hour and day as most are awake, each hour spread as independent arrivals are, and by a tenth besides',
    ],
    [
      'Exams',
      `${of.exams} of ${short(of.examLearners)} learners, ${of.examSubmissions} submissions in ${of.examMinutes} minutes`,
    ],
    [
      'Hosts',
      `${of.coresAHost} cores as fast as this one, at most ${short(100 * of.utilisation)} % busy; ${short(of.cacheBytes / 1e6)} MB for kept pages each; a learner comes to the same host`,
    ],
    ['Each request besides', `${of.httpMs} ms for HTTP and compression`],
    ['The database', `${short(of.commitsASecond)} commits a second, not measured here; nothing is deleted`],
    ['All units', 'are the stress unit: a text, 30 problems, a video'],
    [
      'Measured here',
      `a first view ${short(costs.firstViewMs)} ms and ${short(costs.firstViewBytes)} bytes stored, again ${short(costs.againMs)} ms, a submission ${short(costs.submissionMs)} ms and ${short(costs.submissionBytes)} bytes; a page ${short(costs.pageBytes)} bytes gzip`,
    ],
  ]
  const table = (rows: readonly (readonly [string, string])[]) =>
    html`<table><tbody>${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</tbody></table>`
  return html`<section><h2>A million learners over a term</h2>
<p>Not measured: computed, hour by hour, of what requests cost on this machine.</p>${table(facts)}
${lineOver(
  hours.slice(0, 24 * 14).map(({ cores }) => cores),
  'Processors kept busy, the first two weeks',
  'cores',
  ['Monday', 'two weeks later'],
)}
${lineOver(exam.waiting, 'Learners who wait for the first page of an exam', 'waiting', ['the hour strikes', 'two minutes later'])}
<h3>What is at its limit first</h3><ol>${limits.map(({ what, learners }) => html`<li>${what}: at ${short(learners)} learners</li>`)}</ol>
<h3>What is assumed</h3>${table(assumed)}</section>`
}
