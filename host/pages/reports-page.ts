import { manyAttempts, type GradedCourse, type Subsection } from '../../lms/index.js'
import { html, type SafeHtml } from '../../runtime/index.js'
import type { BankReport } from '../bank-report.js'
import type { ProblemReport, ReportedQuestion } from '../problem-report.js'
import type { PageWords } from '../words/index.js'
import { bankSection } from './bank-section.js'
import { sharesTable } from './shares-table.js'
import { spreadTables } from './spread-tables.js'
import type { PeopleById } from './staff-place.js'

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
    ${[...bySection(subsections)].map(
      ([, parts]) => html`<section class="report-section">
        ${sectionTitle(words, parts[0])}
        ${parts.map(
          ({ title, units }) => html`<h3>${words.ofCourse(title)}</h3>
            <ul class="report-units">
              ${units.map(
                (unit) =>
                  html`<li><a href="${address}?unit=${encodeURIComponent(unit.key)}">${words.ofCourse(unit.title)}</a></li>`,
              )}
            </ul>`,
        )}
      </section>`,
    )}`
}

/** Subsections by the key of what stands right above them. */
function bySection(subsections: readonly Subsection[]): ReadonlyMap<string, readonly Subsection[]> {
  const sections = new Map<string, Subsection[]>()
  for (const one of subsections) {
    const key = one.above.at(-1)?.key ?? one.key
    sections.set(key, [...(sections.get(key) ?? []), one])
  }
  return sections
}

function sectionTitle(words: PageWords, part: Subsection | undefined): SafeHtml {
  return html`<h2>${words.ofCourse(part?.above.at(-1)?.title ?? part?.title ?? '')}</h2>`
}

/** Of whom a report tells. */
export interface ReportedLearners {
  /** Fewest learners of whom figures are told. */
  readonly fewest: number
  /** Who is named. */
  readonly people: PeopleById
  /** What banks of the unit gave them. */
  readonly banks: readonly BankReport[]
}

/** What learners made of the problems of a unit. */
export function unitReportPage(
  place: ReportsPlace,
  title: string,
  reports: readonly ProblemReport[],
  of: ReportedLearners,
): SafeHtml {
  const { words, base, context } = place
  return html`<nav class="crumbs" aria-label="${words.say('Where this page stands')}"><a href="${base}/staff/contexts/${encodeURIComponent(context)}/reports">${words.say('Reports')}</a></nav>
    <h1>${words.ofCourse(title)}</h1>
    ${of.banks.map((bank) => bankSection(words, bank, `${base}/staff/blocks/${encodeURIComponent(bank.key)}/given`))}
    ${reports.length === 0 && html`<p>${words.say('Nothing is handed in in this unit.')}</p>`}
    ${reports.map((report) => blockReport(place, report, of))}`
}

function blockReport(
  { words, base }: ReportsPlace,
  report: ProblemReport,
  { fewest, people }: ReportedLearners,
): SafeHtml {
  const { block, figures, questions, spread } = report
  const { stuck } = spread
  const address = `${base}/staff/blocks/${encodeURIComponent(block.key)}`
  const { learners, firstRight, meanAttempts, discrimination, isSample } = figures
  const fact = (name: string, value: string) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`
  const one = { maximumFractionDigits: 1 }
  return html`<section class="block-report">
    <h2>${words.ofCourse(block.title)}</h2>
    <p class="report-ways">
      <a href="${address}">${words.say('Learners and submissions')}</a>
      ${block.learners > 0 && html`<a href="${address}/responses" download>${words.say('Answers as a spreadsheet (CSV)')}</a>`}
      ${block.hasReport && html`<a href="${address}/report" download>${words.say('Its own report (CSV)')}</a>`}
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
    ${learners !== undefined && spreadTables(words, spread)}
    ${questions.map((question, place) => questionReport(words, question, place + 1, learners ?? 0))}
    ${learners !== undefined && html`<p class="report-note">${words.say('Answers that fewer than {fewest} learners gave are not listed.', { fewest })}</p>`}
    ${
      stuck.length > 0 &&
      html`<h3>${words.say('Stuck: {attempts} attempts or more, and no point', { attempts: manyAttempts })}</h3>
        <ul class="report-stuck">
          ${stuck.map(
            ({ learner, attempts }) =>
              html`<li>
                <a href="${address}?learner=${encodeURIComponent(learner)}"><bdi>${people.get(learner)?.name ?? learner}</bdi></a>
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
  of: number,
): SafeHtml {
  return sharesTable(words, {
    caption: words.ofCourse(question === '' ? words.say('Question {number}', { number }) : question),
    heading: words.say('Answer'),
    of,
    rows: answers.map(({ text, learners, isRight }) => ({
      name: html`${words.ofCourse(text)}${isRight && html` <small>${words.say('right')}</small>`}`,
      learners,
      isGood: isRight,
    })),
  })
}
