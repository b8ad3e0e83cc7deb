import { html, type SafeHtml } from '../../../runtime/index.js'
import type { Rescoring } from '../../jobs/rescoring.js'
import { onlyIfHigher } from './staff-pages.js'
import {
  blockAddress,
  blockCrumbs,
  mayReasonField,
  personName,
  scoreText,
  type PeopleById,
  type StaffBlockPlace,
} from './staff-place.js'

/** Asks once before everybody's submissions at a block are graded again, saying what that does. */
export function rescoringQuestion(place: StaffBlockPlace): SafeHtml {
  const { words, block } = place
  const address = blockAddress(place)
  return html`${blockCrumbs(place)}
<h1>${words.say('Rescore everybody at “{title}”?', { title: block.title })}</h1>
<div class="danger-zone">
<ul><li>${words.say('All submissions are graded again by what is published now. It goes on in the background.')}</li>
<li>${words.say('Scores may rise and fall; what staff gave stays. What changed is listed once it is done.')}</li>
<li>${words.say('It cannot be undone. To go back, publish the earlier version and rescore again.')}</li></ul>
<form class="staff-form" method="post" action="${address}/rescore-all">
${onlyIfHigher(place)}
${mayReasonField(words, 'rescore-reason')}
<p class="choices"><button type="submit" class="danger">${words.say('Rescore {count, plural, one {# learner} other {# learners}}', { count: block.learners })}</button> <a class="button secondary" href="${address}">${words.say('Leave it as it is')}</a></p>
</form></div>`
}

/** How far the rescoring of everybody is, and what it did. */
export function rescoringPage(place: StaffBlockPlace, rescoring: Rescoring, people: PeopleById): SafeHtml {
  const { words, block } = place
  return html`${blockCrumbs(place)}
<h1>${words.say('Rescoring “{title}”', { title: block.title })}</h1>
${rescoring.result || rescoring.error ? outcome(place, rescoring, people) : underWay(place, rescoring)}`
}

function underWay({ words }: StaffBlockPlace, { id, done, total }: Rescoring): SafeHtml {
  const text =
    total === 0
      ? words.say('It has begun.')
      : words.say('{done, number} of {total, plural, one {# learner} other {# learners}} done.', {
          done,
          total,
        })
  return html`<div data-rescoring="${id}">
<p><label for="rescoring">${words.say('How far it is')}</label> <progress id="rescoring" ${total > 0 && html`max="${total}" value="${done}"`}>${text}</progress></p>
<p class="staff-progress">${text}</p>
<p><a href="">${words.say('Look again')}</a></p>
</div>`
}

function outcome(place: StaffBlockPlace, { result, error }: Rescoring, people: PeopleById): SafeHtml {
  const { words } = place
  if (error) {
    const message = html`${words.told(error.message)}`
    return html`<p class="staff-news" role="status">${words.sayHtml('Nobody was rescored: {message}', { message })}</p>`
  }
  if (!result) return html``
  const { counts, changed, failed } = result
  const named = (learner: string) =>
    personName(
      people.get(learner) ?? { id: learner, name: learner, isStaff: false },
      `${blockAddress(place)}?learner=${encodeURIComponent(learner)}`,
    )
  return html`<p class="staff-news" role="status">${words.say(
    '{rescored, plural, one {# learner} other {# learners}} rescored, {changed, number} with another grade than before.',
    { rescored: counts.rescored, changed: counts.changed },
  )}</p>
${counts.skipped > 0 && html`<p>${words.say('{count, plural, one {# learner} other {# learners}} left out: nothing was submitted.', { count: counts.skipped })}</p>`}
${
  changed.length > 0 &&
  html`<div class="staff-scroll" role="region" aria-label="${words.say('Changed grades')}" tabindex="0"><table>
<thead><tr><th scope="col">${words.say('Learner')}</th><th scope="col">${words.say('Before')}</th><th scope="col">${words.say('Now')}</th></tr></thead>
<tbody>${changed.map(({ learner, before, after }) => html`<tr><th scope="row">${named(learner)}</th><td>${scoreText(words, before)}</td><td>${scoreText(words, after)}</td></tr>`)}</tbody>
</table></div>
${counts.changed > changed.length && html`<p>${words.say('These are the first {count, number} of them.', { count: changed.length })}</p>`}`
}
${
  failed.length > 0 &&
  html`<h2>${words.say('Not rescored')}</h2>
${counts.failed > failed.length && html`<p>${words.say('The first {count, number} of {total, plural, one {# learner} other {# learners}}:', { count: failed.length, total: counts.failed })}</p>`}
<ul>${failed.map(({ learner, message }) => html`<li>${named(learner)}: ${words.told(message)}</li>`)}</ul>`
}
<p><a href="${blockAddress(place)}">${words.say('Back to the submissions')}</a></p>`
}
