import { givenMark, type LearnerGrades } from '../../../lms/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import type { CourseLearnerPlace } from './course-learner-place.js'
import { givenNote, learnerAddress, reasonField, scoreText } from './staff-place.js'
import { localTime } from '../zoned-date.js'

type SubsectionGrade = LearnerGrades['subsections'][number]

/** The date and the score of one subsection of a learner, to be given and taken back. */
export function courseLearnerChange(place: CourseLearnerPlace, one: SubsectionGrade): SafeHtml {
  const { words } = place
  const { subsection, points } = one
  return html`<section id="change" class="staff-actions" aria-label="${words.say('Change {title}', { title: subsection.title })}">
${dateAction(place, one)}${points.possible > 0 && scoreAction(place, one)}</section>`
}

function dateAction(place: CourseLearnerPlace, { subsection, due, extension }: SubsectionGrade): SafeHtml {
  const { words, typed, staff } = place
  const action = `${addressOf(place)}/extension`
  const seen = givenMark(extension && { at: extension.at, value: extension.due })
  const hidden = hiddenFields(subsection.key, seen)
  const shown = typed['due'] ?? (due === undefined ? '' : localTime(new Date(due), words.timeZone))
  return html`<section class="staff-action" aria-labelledby="extend"><h3 id="extend">${words.say('Another due date for “{title}”', { title: subsection.title })}</h3>
${extension && html`${givenNote(words, staff, extension)}<form class="staff-form" method="post" action="${action}">${hidden}<input type="hidden" name="undo" value="1"><button type="submit" class="secondary">${words.say('Take the extension back')}</button></form>`}
<form class="staff-form" method="post" action="${action}" aria-labelledby="extend">${hidden}
<p><label for="extend-due">${words.say('Due, in your time ({zone})', { zone: words.timeZone })}</label><input type="datetime-local" id="extend-due" name="due" value="${shown}" required></p>
${reasonField(words, 'extend-reason', typed['due'] === undefined ? '' : typed['reason'])}
<button type="submit">${words.say('Give this date')}</button></form></section>`
}

function scoreAction(place: CourseLearnerPlace, one: SubsectionGrade): SafeHtml {
  const { words, typed, staff } = place
  const { subsection, points, override, earnedOwn } = one
  const action = `${addressOf(place)}/override`
  const hidden = hiddenFields(
    subsection.key,
    givenMark(override && { at: override.at, value: override.earned }),
  )
  return html`<section class="staff-action" aria-labelledby="give"><h3 id="give">${words.say('Another score for “{title}”', { title: subsection.title })}</h3>
${override && html`${givenNote(words, staff, override)}<form class="staff-form" method="post" action="${action}">${hidden}<input type="hidden" name="undo" value="1"><p>${words.say('Without it the score is {score} points again.', { score: scoreText(words, earnedOwn ?? null) })}</p><button type="submit" class="secondary">${words.say('Take the given score back')}</button></form>`}
<form class="staff-form" method="post" action="${action}" aria-labelledby="give">${hidden}
<p><label for="give-score">${words.say('Score, of {possible} points', { possible: words.formatNumber(points.possible) })}</label><input type="number" id="give-score" name="earned" min="0" max="${points.possible}" step="any" value="${typed['earned'] ?? ''}" required inputmode="decimal"></p>
${reasonField(words, 'give-reason', typed['earned'] === undefined ? '' : typed['reason'])}
<button type="submit">${words.say('Give this score')}</button></form></section>`
}

function addressOf({ base, context, person }: CourseLearnerPlace): string {
  return learnerAddress(base, context, person.id)
}

/** What is changed, and what holds of it while it is thought of. */
function hiddenFields(usage: string, seen: string): SafeHtml {
  return html`<input type="hidden" name="usage" value="${usage}"><input type="hidden" name="seen" value="${seen}">`
}
