import type { NextDue } from '../../../lms/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'
import { dateText, fromNow } from '../date-text.js'

/** The unit that a learner goes to next. */
export interface NextUnit {
  readonly key: string
  readonly title: string
  /** Whether they did nothing in the course yet. */
  readonly isStart: boolean
}

/** The way to what a learner does next. @param base the host's base path */
export function nextWay(words: PageWords, base: string, { key, title, isStart }: NextUnit): SafeHtml {
  const unit = html`${words.ofCourse(title)}`
  const text = isStart
    ? words.sayHtml('Start: {unit}', { unit })
    : words.sayHtml('Continue: {unit}', { unit })
  return html`<a class="go" href="${base}/units/${encodeURIComponent(key)}">${text}</a>`
}

/** What is due next, and when. @param now epoch milliseconds */
export function dueWay(words: PageWords, base: string, due: NextDue, now: number): SafeHtml {
  const { at, unit, title, format } = due
  const named = words.ofCourse(
    format !== undefined && !title.includes(format) ? `${format}: ${title}` : title,
  )
  const what =
    unit === undefined
      ? html`${named}`
      : html`<a href="${base}/units/${encodeURIComponent(unit)}">${named}</a>`
  const when = fromNow(words, at, now)
  return html`<p class="due-next">${words.sayHtml('Due next: {what}, {date} ({when})', { what, date: dateText(words, at), when })}</p>`
}
