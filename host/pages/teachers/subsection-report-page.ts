import { fewestLearners, quizBands, type Subsection } from '../../../lms/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import type { ReportedItem, SubsectionReport } from '../../reports/subsection-report.js'
import { concerning } from '../../reports/concerns.js'
import type { PageWords } from '../../words/index.js'
import { pageLength, pageTurns, type ListPart } from '../page-turns.js'
import { histogram } from './histogram.js'
import {
  blockReportAddress,
  discriminationText,
  figure,
  reportCrumbs,
  reportsAddress,
  share,
  type ReportsPlace,
} from './reports-place.js'
import { sharesTable } from './shares-table.js'

/** What the report of a subsection shows. */
export interface SubsectionReportPage {
  readonly subsection: Subsection
  /** Undefined where it was not made yet. */
  readonly report?: SubsectionReport | undefined
  /** Questions that are passed over. */
  readonly from: number
  /** How old it is. */
  readonly standing?: SafeHtml | undefined
}

/** How scores of a subsection are spread, and how each of its questions does. */
export function subsectionReportPage(
  place: ReportsPlace,
  { subsection, report, from, standing }: SubsectionReportPage,
): SafeHtml {
  const { words } = place
  return html`${reportCrumbs(place)}
    <h1>${words.ofCourse(subsection.title)}</h1>
    ${standing}
    ${report && scoresSection(words, report)}
    ${
      report &&
      report.questions.length > 0 &&
      questionsSection(place, report, {
        path: reportsAddress(place),
        query: { subsection: subsection.key },
        from,
      })
    }
    <section aria-labelledby="units"><h2 id="units">${words.say('Units')}</h2>
    <ul class="report-units">${subsection.units.map(
      ({ key, title }) =>
        html`<li><a href="${reportsAddress(place, { unit: key })}">${words.ofCourse(title)}</a></li>`,
    )}</ul></section>`
}

function scoresSection(
  words: PageWords,
  { learners, mean, median, deviation, scores }: SubsectionReport,
): SafeHtml {
  const title = html`<h2 id="scores">${words.say('Scores')}</h2>`
  if (mean === undefined || median === undefined || deviation === undefined || !scores)
    return html`<section aria-labelledby="scores">${title}<p>${words.say('Fewer than {fewest} learners have handed something in: of so few nothing is told.', { fewest: fewestLearners })}</p></section>`
  const fact = (name: string, value: string) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`
  const edge = (place: number) => share(words, place / quizBands)
  const band = (place: number) => words.say('{from} to {to}', { from: edge(place), to: edge(place + 1) })
  return html`<section aria-labelledby="scores">${title}
    <dl class="report-facts">
      ${fact(words.say('Learners'), words.formatNumber(learners))}
      ${fact(words.say('Mean'), share(words, mean))}
      ${fact(words.say('Median'), share(words, median))}
      ${fact(words.say('Standard deviation'), share(words, deviation))}
    </dl>
    ${histogram(
      words,
      scores.map((count, place) => ({ name: edge(place + 1), count })),
      { label: words.say('Learners by score; the table has the numbers.'), start: edge(0) },
    )}
    <details class="report-fold"><summary>${words.say('The same as a table')}</summary>
    ${sharesTable(words, {
      caption: words.say('Learners by score'),
      heading: words.say('Score'),
      of: learners,
      rows: scores.map((count, place) => ({ name: band(place), learners: count })),
    })}</details></section>`
}

function questionsSection(
  place: ReportsPlace,
  { questions, isCut }: SubsectionReport,
  at: Pick<ListPart, 'path' | 'query' | 'from'>,
): SafeHtml {
  const { words } = place
  const shown = questions.slice(at.from, at.from + pageLength)
  return html`<section><h2 id="questions">${words.say('Questions')}</h2>
    <div class="report-scroll" role="region" aria-labelledby="questions" tabindex="0"><table class="figures report-questions">
      <thead><tr><th scope="col">${words.say('Question')}</th><th scope="col">${words.say('Learners')}</th><th scope="col">${words.say('Facility')}</th><th scope="col" class="deviation">${words.say('Standard deviation')}</th><th scope="col">${words.say('Discrimination')}</th></tr></thead>
      <tbody>${shown.map((question, index) => questionRow(place, question, at.from + index + 1))}</tbody>
    </table></div>
    ${pageTurns({ ...at, words, shown: shown.length, count: questions.length })}
    ${isCut && html`<p class="report-note">${words.say('These are the first {shown, number}; the others stand in the reports of their units.', { shown: questions.length })}</p>`}
    <p class="report-note">${words.say('Facility is the mean share of the points of those who answered. Discrimination says whether those who do well at the other questions do well here: from -1 to 1, and low below {low}.', { low: figure(words, concerning.discrimination, 2) })}</p></section>`
}

function questionRow(place: ReportsPlace, item: ReportedItem, number: number): SafeHtml {
  const { words } = place
  const { title, learners, facility, deviation, discrimination, isBank } = item
  const address = blockReportAddress(place, { unit: item.unit, usage: item.key })
  const isLow = discrimination !== undefined && discrimination < concerning.discrimination
  const discriminates = discriminationText(words, { discrimination, compared: learners }, fewestLearners)
  const none = html`<span class="none" aria-label="${words.say('too few learners')}">–</span>`
  return html`<tr>
    <th scope="row">${words.formatNumber(number)}. <a href="${address}">${words.ofCourse(title)}</a>${isBank && html` <small class="tag">${words.say('Bank')}</small>`}</th>
    <td>${words.formatNumber(learners)}</td>
    <td>${facility === undefined ? none : html`<span class="report-share"><svg height="12" aria-hidden="true"><rect width="100%" height="12" rx="3" class="all"/><rect width="${Math.round(facility * 100)}%" height="12" rx="3"/></svg><span>${share(words, facility)}</span></span>`}</td>
    <td class="deviation">${deviation === undefined ? none : share(words, deviation)}</td>
    <td>${discriminates}${isLow && html` <small class="tag">${words.say('low')}</small>`}</td>
  </tr>`
}
