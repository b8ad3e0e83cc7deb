import { html, type I18n, type SafeHtml } from '../../runtime/index.js'
import { votesFor, type Tally } from './tally.js'

/** An answer as it is shown. */
export interface ShownAnswer {
  readonly key: string
  readonly label: SafeHtml
}

/** A question with its answers. */
export interface ShownQuestion {
  /** The id of the element with its text; others are made of it. */
  readonly id: string
  /** The name of its buttons in the form. */
  readonly name: string
  readonly text: SafeHtml
  readonly answers: readonly ShownAnswer[]
  /** Key of what the learner chose; null before they did. */
  readonly chosen: string | null
}

/** A form that a learner sends. */
export interface ShownForm {
  /** Where it goes without a script; '' where there is no such place. */
  readonly action: string
  /** The handler that its script calls. */
  readonly handler: string
  readonly button: string
  readonly words: I18n
  readonly inside?: SafeHtml
}

/** A question whose answers can be chosen. */
export function openQuestion({ id, name, text, answers, chosen }: ShownQuestion): SafeHtml {
  const choices = answers.map(
    ({ key, label }) => html`<label class="ballot-choice">
      <input type="radio" name="${name}" value="${key}" required${key === chosen && html` checked`}> ${label}</label>`,
  )
  return html`<div class="ballot-question" role="radiogroup" aria-labelledby="${id}">
    <div id="${id}">${text}</div>
    ${choices}
  </div>`
}

/** A question with what everybody answered, and what the learner did. */
export function answeredQuestion(question: ShownQuestion, tally: Tally, words: I18n): SafeHtml {
  const { id, text, answers, chosen } = question
  const total = answers.reduce((sum, { key }) => sum + votesFor(tally, key), 0)
  const lines = answers.map(({ key, label }) => {
    const votes = votesFor(tally, key)
    const percent = total === 0 ? 0 : Math.round((100 * votes) / total)
    return html`<li${key === chosen && html` class="ballot-chosen"`}>
      <span class="ballot-label">${label}${key === chosen && yours(words)}</span>
      <meter min="0" max="100" value="${percent}" aria-hidden="true"></meter>
      <span class="ballot-votes">${votes} (${percent} %)</span></li>`
  })
  return html`<div class="ballot-question">
    <div id="${id}">${text}</div>
    <ul class="ballot-results" aria-labelledby="${id}">${lines}</ul>
  </div>`
}

/** A question with the learner's own answer only. */
export function ownAnswer({ id, text, answers, chosen }: ShownQuestion, words: I18n): SafeHtml {
  const own = answers.find(({ key }) => key === chosen)
  return html`<div class="ballot-question">
    <div id="${id}">${text}</div>
    ${own && html`<p class="ballot-chosen">${own.label}${yours(words)}</p>`}
  </div>`
}

function yours(words: I18n): SafeHtml {
  return html` <small${words.marks}>${words.say('(your answer)')}</small>`
}

/** A form that acts with and without a script. */
export function ballotForm({ action, handler, button, words, inside }: ShownForm): SafeHtml {
  return html`<form class="ballot-form" method="post" action="${action}" data-handler="${handler}">
    ${inside}
    <p class="ballot-refusal"${words.marks}></p>
    <button${words.marks}>${button}</button>
  </form>`
}

/** The whole block: drawn anew after every vote. */
export function ballot(
  title: string,
  titleId: string,
  parts: readonly (SafeHtml | false)[],
  words: I18n,
): SafeHtml {
  const named = title === '' ? html`aria-label="${words.say('Poll')}"` : html`aria-labelledby="${titleId}"`
  return html`<div class="ballot-contents block-card" role="group" tabindex="-1" ${named}>
    ${title !== '' && html`<h2 class="ballot-title" id="${titleId}">${title}</h2>`}
    ${parts}
  </div>`
}
