import { html, type SafeHtml } from '../../../runtime/index.js'
import type { BankReport } from '../../reports/bank-report.js'
import type { PageWords } from '../../words/index.js'

/** What a bank gave to learners, and how they fared. @param address of the same as rows */
export function bankSection(
  words: PageWords,
  { key, title, learners, members }: BankReport,
  address: string,
): SafeHtml {
  return html`<section class="block-report" id="${key}">
    <h2>${words.ofCourse(title)}</h2>
    <p class="report-ways"><a href="${address}" download>${words.say('Who was given what (CSV)')}</a></p>
    <p>${words.say('It gave blocks to {count, plural, one {# learner} other {# learners}}.', { count: learners })}</p>
    ${
      members.length > 0 &&
      html`<table class="figures report-answers" aria-label="${title}">
        <thead>
          <tr>
            <th scope="col">${words.say('Given')}</th>
            <th scope="col">${words.say('Learners')}</th>
            <th scope="col">${words.say('With a score')}</th>
            <th scope="col">${words.say('Score on average')}</th>
          </tr>
        </thead>
        <tbody>
          ${members.map(
            (one) => html`<tr>
              <th scope="row">${words.ofCourse(one.title)}</th>
              <td>${words.formatNumber(one.learners)}</td>
              <td>${words.formatNumber(one.scored)}</td>
              <td>${one.meanShare === undefined ? '–' : words.formatNumber(one.meanShare, { style: 'percent' })}</td>
            </tr>`,
          )}
        </tbody>
      </table>`
    }
  </section>`
}
