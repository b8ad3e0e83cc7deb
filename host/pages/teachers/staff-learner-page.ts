import { givenMark, type LearnerHere } from '../../../lms/index.js'
import { html, type JsonObject, type SafeHtml } from '../../../runtime/index.js'
import type { KnownPerson } from '../../known-people.js'
import { answeredList } from './answered-list.js'
import { onlyIfHigher } from './staff-pages.js'
import {
  blockAddress,
  blockCrumbs,
  givenNote,
  learnerAddress,
  mayReasonField,
  momentText,
  newsLine,
  personDetail,
  reasonField,
  scoreText,
  type PeopleById,
  type StaffBlockPlace,
} from './staff-place.js'

/** What one learner did at a block. */
export interface LearnersWork {
  readonly person: KnownPerson
  readonly here: LearnerHere
  /** What the block tells of their submissions. */
  readonly history: JsonObject
  /** Those of staff who gave the learner something here. */
  readonly staff: PeopleById
  /** A score that was typed and not stored, and why. */
  readonly typed?: { readonly score: string; readonly reason: string } | undefined
}

/** What one learner submitted at a block, and what staff can do about it. */
export function staffLearnerPage(place: StaffBlockPlace, work: LearnersWork): SafeHtml {
  const { words, base, context, block } = place
  const { person, here, history, staff } = work
  const detail = personDetail(person)
  return html`${blockCrumbs(place)}
<h1>${words.say('{learner} at “{title}”', { learner: person.name, title: block.title })}</h1>
${newsLine(place)}
<p class="person-line">${detail !== '' && html`<bdi>${detail}</bdi> · `}<a href="${learnerAddress(base, context, person.id)}">${words.say('All their work in this course')}</a></p>
${scoreLine(place, here, staff)}
<h2>${words.say('What was submitted')}</h2>
${answeredList({ words, history, worth: here.worth })}
<h2>${words.say('Change something')}</h2>
<div class="staff-actions">${[
    here.worth !== null && overrideForm(place, work, here.worth),
    here.countsAttempts && attemptsForm(place, person, history),
    block.canRescore && rescoreForm(place, person),
    deleteLink(place, person),
  ]}</div>`
}

/** The grade, and where staff gave it: what the block gave, why it is another, and the way to take that back. */
function scoreLine(place: StaffBlockPlace, { grade, score }: LearnerHere, staff: PeopleById): SafeHtml {
  const { words } = place
  if (!grade) return html`<p>${words.say('No grade yet.')}</p>`
  const value = html`<strong>${scoreText(words, score)}</strong>`
  const line = html`<p class="score-line">${words.sayHtml('Score: {score} points', { score: value })} <small>${momentText(words, grade.at)}</small></p>`
  return grade.override ? html`${line}${givenNote(words, staff, grade.override)}` : line
}

function learnerField({ id }: KnownPerson): SafeHtml {
  return html`<input type="hidden" name="learner" value="${id}">`
}

function overrideForm(
  place: StaffBlockPlace,
  { person, here, typed }: LearnersWork,
  worth: number,
): SafeHtml {
  const { words } = place
  const address = blockAddress(place)
  const { grade } = here
  const seen = givenMark(grade?.override && { at: grade.at, value: grade.earned })
  const hidden = html`${learnerField(person)}<input type="hidden" name="seen" value="${seen}">`
  return html`<section class="staff-action" aria-labelledby="override"><h3 id="override">${words.say('Give another score')}</h3>
${
  here.grade?.override &&
  html`<form class="staff-form" method="post" action="${address}/take-back">${hidden}
<p>${words.say('Without it the score is {score} points again.', { score: scoreText(words, ownScore(here, worth)) })}</p>
<button type="submit" class="secondary">${words.say('Take the given score back')}</button></form>`
}
<form class="staff-form" method="post" action="${address}/override" aria-labelledby="override">${hidden}
<p>${words.say('It stands in place of what was earned, also when the learner submits again, until it is taken back. It is logged with your name and reason.')}</p>
<p><label for="override-score">${words.say('Score, of {possible} points', { possible: words.formatNumber(worth) })}</label>
<input type="number" id="override-score" name="score" min="0" max="${worth}" step="any" value="${typed?.score ?? ''}" required inputmode="decimal"></p>
${reasonField(words, 'override-reason', typed?.reason)}
<button type="submit">${words.say('Give this score')}</button>
</form></section>`
}

function ownScore({ grade }: LearnerHere, worth: number) {
  const own = grade?.override?.own
  if (!own) return null
  const scale = own.possible > 0 ? worth / own.possible : 1
  return { earned: own.earned * scale, possible: own.possible * scale }
}

function attemptsForm(place: StaffBlockPlace, person: KnownPerson, { attempts }: JsonObject): SafeHtml {
  const { words } = place
  const used = typeof attempts === 'number' ? attempts : 0
  return html`<section class="staff-action" aria-labelledby="reset"><h3 id="reset">${words.say('Give all attempts again')}</h3>
<form class="staff-form" method="post" action="${blockAddress(place)}/attempts" aria-labelledby="reset">${learnerField(person)}
<p>${words.say('{used, plural, =0 {No attempt is used.} one {# attempt is used.} other {# attempts are used.}} Answers and score stay as they are. It can be undone.', { used })}</p>
${used > 0 && mayReasonField(words, 'attempts-reason')}
<button type="submit" class="secondary"${used === 0 && html` disabled`}>${words.say('Reset attempts')}</button>
</form></section>`
}

function rescoreForm(place: StaffBlockPlace, person: KnownPerson): SafeHtml {
  const { words } = place
  return html`<section class="staff-action" aria-labelledby="rescore"><h3 id="rescore">${words.say('Rescore')}</h3>
<form class="staff-form" method="post" action="${blockAddress(place)}/rescore" aria-labelledby="rescore">${learnerField(person)}
<p>${words.say('All submissions of this learner are graded again by what is published now. It cannot be undone; another score can be given.')}</p>
${onlyIfHigher(place)}
${mayReasonField(words, 'rescore-reason')}
<button type="submit" class="secondary">${words.say('Rescore')}</button>
</form></section>`
}

function deleteLink(place: StaffBlockPlace, person: KnownPerson): SafeHtml {
  const { words } = place
  return html`<section class="staff-action danger-zone" aria-labelledby="delete"><h3 id="delete">${words.say('Delete')}</h3>
<p>${words.say('The block will be as if this learner had never met it. It cannot be undone; the next page says first what goes.')}</p>
<p><a class="button danger" href="${blockAddress(place)}/delete?learner=${encodeURIComponent(person.id)}">${words.say('Delete the learner’s work…')}</a></p></section>`
}

/** Asks once before a learner's work at a block goes, saying what goes. */
export function deletionPage(place: StaffBlockPlace, { person, here, history }: LearnersWork): SafeHtml {
  const { words, block } = place
  const address = blockAddress(place)
  const { submissions } = history
  const count = Array.isArray(submissions) ? submissions.length : 0
  return html`${blockCrumbs(place)}
<h1>${words.say('Delete what {learner} did at “{title}”?', { learner: person.name, title: block.title })}</h1>
<div class="danger-zone">
<p>${words.say('This goes for good:')}</p>
<ul><li>${words.say('{count, plural, =0 {no submissions} one {# submission with its answers} other {# submissions with their answers}}', { count })}</li>
<li>${here.score ? words.say('the score of {score} points', { score: scoreText(words, here.score) }) : words.say('no score')}</li>
<li>${words.say('what was saved but not submitted, and completion')}</li></ul>
<p>${words.say('What the event log tells of it stays. To let the learner try again and keep all of this, reset the attempts instead.')}</p>
<form class="staff-form" method="post" action="${address}/delete-state">${learnerField(person)}
${mayReasonField(words, 'delete-reason')}
<p class="choices"><button type="submit" class="danger">${words.say('Delete for good')}</button> <a class="button secondary" href="${address}?learner=${encodeURIComponent(person.id)}">${words.say('Keep it')}</a></p>
</form></div>`
}
