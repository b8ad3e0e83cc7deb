import { html, type SafeHtml } from '../../runtime/index.js'
import type { PageWords } from '../words/index.js'

/**
 * A moment as a learner reads it, in their time zone. Where nobody said which that is, it is in UTC and says so, and the page's script writes it
 * by the browser's clock. @param at epoch milliseconds
 */
export function dateText(words: PageWords, at: number): SafeHtml {
  const isUnknown = words.timeZone === 'UTC'
  const text = words.formatDate(at, {
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    ...(isUnknown && { timeZoneName: 'short' }),
  })
  return html`<time datetime="${new Date(at).toISOString()}"${isUnknown && html` data-local="${words.locale}"`}>${text}</time>`
}

const minute = 60_000
const steps = [
  ['day', 24 * 60 * minute],
  ['hour', 60 * minute],
  ['minute', minute],
] as const

/** How far away a moment is: `in 3 days`, `tomorrow`, `2 hours ago`. Both in epoch milliseconds. */
export function fromNow(words: PageWords, at: number, now: number): string {
  const away = at - now
  const [unit, length] = steps.find(([, one]) => Math.abs(away) >= one) ?? (['minute', minute] as const)
  return new Intl.RelativeTimeFormat(words.locale, { numeric: 'auto' }).format(
    Math.trunc(away / length),
    unit,
  )
}

/** About how long something takes: minutes, from an hour and a half on hours. */
export function lengthText(words: PageWords, seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60))
  if (minutes >= 90)
    return words.say('about {hours, plural, one {# hour} other {# hours}}', {
      hours: Math.round(minutes / 60),
    })
  // Nobody works by the minute.
  const count = minutes < 10 ? minutes : Math.round(minutes / 5) * 5
  return words.say('about {minutes, plural, one {# minute} other {# minutes}}', { minutes: count })
}
