import type { RecentChange, RecentDeed } from '../../../lms/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import { toSay } from '../../words/index.js'
import type { CourseLearnerPlace } from './course-learner-place.js'
import { percentText } from './gradebook-table.js'
import { learnerAddress, momentText } from './staff-place.js'

/** What happened, in words that take the name of a block. */
const deeds: Readonly<Record<RecentDeed, string>> = {
  submitted: toSay('Submitted an answer to “{title}”'),
  worked: toSay('Worked at “{title}”'),
  completed: toSay('Completed “{title}”'),
  graded: toSay('“{title}” was graded'),
  'score-given': toSay('Staff gave a score for “{title}”'),
  'score-taken-back': toSay('Staff took the given score for “{title}” back'),
  'attempts-reset': toSay('Staff reset the attempts at “{title}”'),
  'attempts-restored': toSay('Staff undid the reset of attempts at “{title}”'),
  rescored: toSay('Staff rescored “{title}”'),
  deleted: toSay('Staff deleted the work at “{title}”'),
  extended: toSay('Staff gave another due date for “{title}”'),
  'extension-removed': toSay('Staff took the due date of “{title}” back'),
}

/** What happened to a learner's work, the newest first; of what staff did, who did it and why. */
export function courseLearnerEvents(place: CourseLearnerPlace): SafeHtml {
  const { words, base, context, person, changes, next } = place
  const earlier = `${learnerAddress(base, context, person.id)}?before=${next}#happened`
  return html`${changes.length === 0 ? html`<p>${words.say('Nothing happened here.')}</p>` : html`<ol class="learner-events">${changes.map((change) => line(place, change))}</ol>`}
${next !== undefined && html`<p><a href="${earlier}">${words.say('What happened before')}</a></p>`}`
}

function line(place: CourseLearnerPlace, change: RecentChange): SafeHtml {
  const { words, titles } = place
  const { usage, deed, at, result, due, earned, staff } = change
  const title = titles.get(usage) ?? words.say('a part that is not in the course any more')
  const { grade } = result ?? {}
  const value =
    due !== undefined
      ? due === null
        ? words.say('no date')
        : momentText(words, due)
      : earned !== undefined
        ? words.say('{count, plural, one {# point} other {# points}}', { count: earned })
        : grade && grade.possible > 0
          ? percentText(words, grade.earned / grade.possible)
          : ''
  return html`<li>${at !== undefined && html`<span class="when">${momentText(words, at)}</span>`}${words.say(deeds[deed], { title })}${value !== '' && html` <strong>${value}</strong>`}${staff && html`<span class="by">${staffReason(place, staff)}</span>`}</li>`
}

/** Who of staff did something, and why. */
function staffReason(
  { staff }: CourseLearnerPlace,
  { by, reason = '' }: NonNullable<RecentChange['staff']>,
): SafeHtml {
  return html`<bdi>${staff.get(by)?.name ?? by}</bdi>${reason !== '' && html`: <q><bdi>${reason}</bdi></q>`}`
}
