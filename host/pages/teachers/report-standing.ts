import { html, type SafeHtml } from '../../../runtime/index.js'
import type { FoundReport } from '../../reports/found-report.js'
import type { PageWords } from '../../words/index.js'
import { reportsAddress, type ReportsPlace } from './reports-place.js'
import { momentText } from './staff-place.js'

/**
 * How old a report is, and the way to have it made anew; nothing for one that was made for this page.
 * @param usage key of what it is of @param now epoch milliseconds
 */
export function reportStanding(
  place: ReportsPlace,
  { report, at, isKept, newLearners, isOfOlder, job }: FoundReport,
  { usage, now }: { readonly usage: string; readonly now: number },
): SafeHtml | undefined {
  const { words } = place
  if (!isKept) return undefined
  if (job) {
    const { done, total = 0 } = job.progress
    const text =
      total > 0
        ? words.say('{done, number} of {total, plural, one {# learner} other {# learners}} done.', {
            done,
            total,
          })
        : words.say('It has begun.')
    return html`<div class="report-standing" data-waiting><p><label for="making">${words.say('The report is being made')}</label>
      <progress id="making"${total > 0 && html` max="${total}" value="${done}"`}>${text}</progress></p>
      <p role="status">${text}</p><p><a href="">${words.say('Look again')}</a></p></div>`
  }
  const form = (text: string) =>
    html`<form method="post" action="${reportsAddress(place)}/make"><input type="hidden" name="usage" value="${usage}"><button type="submit"${report && html` class="secondary"`}>${text}</button></form>`
  if (!report || at === undefined)
    return html`<div class="report-standing"><p>${words.say('So many learners are looked at aside, which takes a moment. The report is kept then.')}</p>${form(words.say('Make the report'))}</div>`
  return html`<div class="report-standing"><p>${words.sayHtml('Made {age} ({moment}), of all learners.', { age: ageText(words, now - at), moment: momentText(words, at) })}
    ${newLearners > 0 && words.say('{count, plural, one {# learner has} other {# learners have}} begun with the course since.', { count: newLearners })}
    ${isOfOlder && words.say('Another version of the course was published since.')}</p>${form(words.say('Make it again'))}</div>`
}

/** How long ago something was, in the largest unit of which there is one. @param passed milliseconds */
function ageText(words: PageWords, passed: number): string {
  const format = new Intl.RelativeTimeFormat(words.language, { numeric: 'auto' })
  const minutes = Math.max(0, Math.floor(passed / 60_000))
  if (minutes < 60) return format.format(-minutes, 'minute')
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? format.format(-hours, 'hour') : format.format(-Math.floor(hours / 24), 'day')
}
