import { manyAttempts, type GradedCourse } from '../../lms/index.js'
import { html, type SafeHtml } from '../../runtime/index.js'
import type { ProblemReport, ReportedQuestion } from '../problem-report.js'
import type { PageWords } from '../words/index.js'

/** Where pages of reports stand. */
export interface ReportsPlace {
  readonly words: PageWords
  /** The host's base path. */
  readonly base: string
  /** Context, as text. */
  readonly context: string
}

/** The units of a course, by what stands above them, each with the way to its report. */
export function reportsPage({ words, base, context }: ReportsPlace, { subsections }: GradedCourse): SafeHtml {
  const address = `${base}/staff/contexts/${encodeURIComponent(context)}/reports`
  return html`<h1>${words.say('Reports')}</h1>
    <p>${words.say('Choose a unit to see what its learners answered.')}</p>
    ${subsections.map(
      ({ title, units }) => html`<h2>${words.ofCourse(title)}</h2>
        <ul class="report-units">
          ${units.map(
            (unit) =>
              html`<li><a href="${address}?unit=${encodeURIComponent(unit.key)}">${words.ofCourse(unit.title)}</a></li>`,
          )}
        </ul>`,
    )}`
}

/** What learners made of the problems of a unit. @param fewest learners of whom anything is told */
export function unitReportPage(
  place: ReportsPlace,
  title: string,
  reports: readonly ProblemReport[],
  fewest: number,
): SafeHtml {
  const { words, base, context } = place
  return html`<p><a href="${base}/staff/contexts/${encodeURIComponent(context)}/reports">${words.say('Reports')}</a></p>
    <h1>${words.ofCourse(title)}</h1>
    ${reports.length === 0 && html`<p>${words.say('Nothing is handed in in this unit.')}</p>`}
    ${reports.map((report) => blockReport(place, report, fewest))}`
}

function blockReport({ words, base }: ReportsPlace, report: ProblemReport, fewest: number): SafeHtml {
  const { block, figures, questions, stuck } = report
  const address = `${base}/staff/blocks/${encodeURIComponent(block.key)}`
  const { learners, firstRight, meanAttempts, discrimination, isSample } = figures
  const fact = (name: string, value: string) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`
  const one = { maximumFractionDigits: 1 }
  return html`<section class="block-report">
    <h2>${words.ofCourse(block.title)}</h2>
    <p>
      <a href="${address}">${words.say('Learners and submissions')}</a>
      ${block.hasReport && html` · <a href="${address}/report" download>${words.say('Answers as a spreadsheet (CSV)')}</a>`}
    </p>
    ${
      learners === undefined
        ? html`<p>${words.say('Fewer than {fewest} learners have handed something in: of so few nothing is told.', { fewest })}</p>`
        : html`<dl class="report-facts">
            ${fact(words.say('Learners'), words.formatNumber(learners))}
            ${firstRight !== undefined && fact(words.say('Right at the first try'), words.formatNumber(firstRight, { style: 'percent' }))}
            ${meanAttempts !== undefined && fact(words.say('Attempts on average'), words.formatNumber(meanAttempts, one))}
            ${discrimination !== undefined && fact(words.say('Discrimination (from -1 to 1)'), words.formatNumber(discrimination, { maximumFractionDigits: 2 }))}
          </dl>`
    }
    ${isSample && html`<p>${words.say('These figures are of some of the learners.')}</p>`}
    ${questions.map((question, place) => questionReport(words, question, place + 1, learners ?? 0))}
    ${
      stuck.length > 0 &&
      html`<h3>${words.say('Stuck: {attempts} attempts or more, and no point', { attempts: manyAttempts })}</h3>
        <ul>
          ${stuck.map(
            ({ learner, attempts }) =>
              html`<li>
                <a href="${address}?learner=${encodeURIComponent(learner)}">${learner}</a>
                ${words.say('{attempts, plural, one {# attempt} other {# attempts}}', { attempts })}
              </li>`,
          )}
        </ul>`
    }
  </section>`
}

function questionReport(
  words: PageWords,
  { question, answers }: ReportedQuestion,
  number: number,
  learners: number,
): SafeHtml {
  const title = question === '' ? words.say('Question {number}', { number }) : question
  const share = (of: number) => (learners > 0 ? Math.min(1, of / learners) : 0)
  return html`<table class="report-answers">
    <caption>${words.ofCourse(title)}</caption>
    <thead>
      <tr>
        <th scope="col">${words.say('Answer')}</th>
        <th scope="col">${words.say('Learners')}</th>
        <th scope="col">${words.say('Share')}</th>
      </tr>
    </thead>
    <tbody>
      ${answers.map(
        ({ text, learners: of, isRight }) => html`<tr${isRight && html` class="is-right"`}>
          <th scope="row">${words.ofCourse(text)}${isRight && html` <small>${words.say('right')}</small>`}</th>
          <td>${words.formatNumber(of)}</td>
          <td>
            <svg width="8rem" height="12" aria-hidden="true"><rect width="${Math.round(share(of) * 100)}%" height="12" rx="3"/></svg>
            ${words.formatNumber(share(of), { style: 'percent' })}
          </td>
        </tr>`,
      )}
    </tbody>
  </table>`
}
