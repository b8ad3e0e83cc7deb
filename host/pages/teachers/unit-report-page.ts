import { fewestLearners, manyAttempts, type Subsection } from '../../../lms/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import type { ProblemReport, ReportedQuestion } from '../../reports/problem-report.js'
import type { UnitReport } from '../../reports/unit-report.js'
import type { PageWords } from '../../words/index.js'
import { bankSection } from './bank-section.js'
import { discriminationText, figure, reportCrumbs, share, type ReportsPlace } from './reports-place.js'
import { sharesTable } from './shares-table.js'
import { spreadTables } from './spread-tables.js'
import type { PeopleById } from './staff-place.js'

/** What the report of a unit shows. */
export interface UnitReportPage {
  readonly unit: { readonly key: string; readonly title: string }
  readonly subsection?: Subsection | undefined
  /** Undefined where it was not made yet. */
  readonly report?: UnitReport | undefined
  /** How old it is. */
  readonly standing?: SafeHtml | undefined
  /** Who is named. */
  readonly people: PeopleById
}

/** What learners made of the problems of a unit, and what its banks gave them. */
export function unitReportPage(place: ReportsPlace, page: UnitReportPage): SafeHtml {
  const { words, base } = place
  const { unit, subsection, report, standing, people } = page
  return html`${reportCrumbs(place, subsection)}
    <h1>${words.ofCourse(unit.title)}</h1>
    <p class="report-ways"><a href="${base}/units/${encodeURIComponent(unit.key)}">${words.say('The unit itself')}</a></p>
    ${standing}
    ${report?.banks.map((bank) => bankSection(words, bank, `${base}/staff/blocks/${encodeURIComponent(bank.key)}/given`))}
    ${report && report.problems.length === 0 && html`<p>${words.say('Nothing is handed in in this unit.')}</p>`}
    ${report?.problems.map((one) => problemSection(place, one, people))}
    ${report && report.problems.length > 0 && html`<p class="report-note">${words.say('Discrimination says whether those who do well elsewhere in the course are right here at the first try.')}</p>`}`
}

function problemSection({ words, base }: ReportsPlace, report: ProblemReport, people: PeopleById): SafeHtml {
  const { block, figures, questions, spread } = report
  const address = `${base}/staff/blocks/${encodeURIComponent(block.key)}`
  const { learners } = figures
  return html`<section class="block-report" id="${block.key}">
    <h2>${words.ofCourse(block.title)}</h2>
    <p class="report-ways">
      <a href="${address}">${words.say('Learners and submissions')}</a>
      ${block.learners > 0 && html`<a href="${address}/responses" download>${words.say('Answers as a spreadsheet (CSV)')}</a>`}
      ${block.hasReport && html`<a href="${address}/report" download>${words.say('Its own report (CSV)')}</a>`}
    </p>
    ${
      !report.isTold
        ? html`<p>${words.say('Blocks of this kind do not say how learners fared.')}</p>`
        : learners === undefined
          ? html`<p>${words.say('Fewer than {fewest} learners have handed something in: of so few nothing is told.', { fewest: fewestLearners })}</p>`
          : html`${figureFacts(words, figures, learners)}
            ${spreadTables(words, spread)}
            ${questions.map((question, at) => questionTable(words, question, at + 1, learners))}
            ${questions.length > 0 && html`<p class="report-note">${words.say('Answers that fewer than {fewest} learners gave are not listed.', { fewest: fewestLearners })}</p>`}`
    }
    ${stuckHere(words, report, { address, people })}
  </section>`
}

/** Figures of a problem over its learners. */
export function figureFacts(words: PageWords, figures: ProblemReport['figures'], learners: number): SafeHtml {
  const { firstRight, meanAttempts, discrimination, compared = 0 } = figures
  const fact = (name: string, value: string) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`
  const discriminates = discriminationText(words, { discrimination, compared }, fewestLearners)
  return html`<dl class="report-facts">
    ${fact(words.say('Learners'), words.formatNumber(learners))}
    ${firstRight !== undefined && fact(words.say('Right at the first try'), share(words, firstRight))}
    ${meanAttempts !== undefined && fact(words.say('Attempts on average'), figure(words, meanAttempts))}
    ${fact(words.say('Discrimination (from -1 to 1)'), discriminates)}
  </dl>`
}

/** What learners answered to a question. @param number from 1, for one that is asked in no words @param of how many learners */
export function questionTable(
  words: PageWords,
  { question, answers }: ReportedQuestion,
  number: number,
  of: number,
): SafeHtml {
  return sharesTable(words, {
    caption: words.ofCourse(question === '' ? words.say('Question {number}', { number }) : question),
    heading: words.say('Answer'),
    of,
    rows: answers.map(({ text, learners, isRight }) => ({
      name: html`${words.ofCourse(text)}${isRight && html` <small>✓ ${words.say('right')}</small>`}`,
      learners,
      isGood: isRight,
    })),
  })
}

/** Who is stuck at a problem, each with the way to their attempts. */
function stuckHere(
  words: PageWords,
  { stuck, stuckCount }: ProblemReport,
  { address, people }: { readonly address: string; readonly people: PeopleById },
): SafeHtml | undefined {
  if (stuck.length === 0) return undefined
  return html`<h3>${words.say('Stuck: {attempts} attempts or more, and no point', { attempts: manyAttempts })}</h3>
    <ul class="report-stuck">${stuck.map(
      ({ learner, attempts }) => html`<li>
        <a href="${address}?learner=${encodeURIComponent(learner)}"><bdi>${people.get(learner)?.name ?? learner}</bdi></a>
        <small>${words.say('{attempts, plural, one {# attempt} other {# attempts}}', { attempts })}</small>
      </li>`,
    )}</ul>
    ${stuckCount > stuck.length && html`<p class="report-note">${words.say('These are the first {shown, number} of {count, number}.', { shown: stuck.length, count: stuckCount })}</p>`}`
}
