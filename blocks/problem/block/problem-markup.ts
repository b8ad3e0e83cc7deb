import { html, trusted, type SafeHtml } from '../../../runtime/html/index.js'
import type { I18n } from '../../../runtime/service/index.js'
import { toSay } from '../../../runtime/words/index.js'
import { progressText } from './problem-notice.js'
import type { ProblemScore } from './problem-score.js'
import type { ProblemStanding } from './problem-standing.js'

/** Everything the page of a problem is drawn from. */
export interface ProblemPage {
  /** The id of the problem in HTML. */
  readonly id: string
  readonly words: I18n
  readonly title: string
  /** The questions, as the engine rendered them. */
  readonly questions: string
  /** Whether there is anything to answer. */
  readonly answerable: boolean
  readonly standing: ProblemStanding
  readonly progress: ProblemScore | null
  readonly attempts: number
  readonly maxAttempts: number | null
  readonly graded: boolean
  /** Hints shown so far, as HTML. */
  readonly hints: readonly string[]
  readonly hasMoreHints: boolean
  /** Whether there is an answer to show; whether the learner may see it is the standing's. */
  readonly hasAnswer: boolean
  readonly answerShown: boolean
  /** Where the form goes without a script, by action; '' where there is no such place. */
  readonly actionUrl: (action: string) => string
}

/** The part of a problem that is drawn anew after every action: a form with its title, questions and buttons. */
export function problemContents(page: ProblemPage): SafeHtml {
  const { id, words, title, standing, attempts } = page
  const worth = { attempted: attempts > 0, graded: page.graded }
  const progress = progressText(page.progress, standing, worth, words)
  const named =
    title === '' ? html`aria-label="${words.say('Problem')}"` : html`aria-labelledby="${id}-title"`
  const described = progress === '' ? '' : html` aria-describedby="${id}-progress"`
  return html`<form
    class="problem-form"
    method="post"
    action="${page.actionUrl('problem_check')}"
    novalidate
    ${named}${described}
  >
    ${title === '' ? '' : html`<h2 class="problem-title" id="${id}-title">${title}</h2>`}
    ${progress === '' ? '' : html`<p class="problem-progress" id="${id}-progress"${words.marks}>${progress}</p>`}
    <div class="problem-questions">${trusted(page.questions)}</div>
    ${hintList(page)}
    ${page.answerable ? actions(page) : answerButton(page) && html`<div class="problem-actions"${words.marks}>${answerButton(page)}</div>`}
  </form>`
}

/** The problem for somebody who cannot answer it here: the questions, and why. */
export function readOnlyContents(
  id: string,
  title: string,
  questions: string,
  answerable: boolean,
  words: I18n,
): SafeHtml {
  const named =
    title === '' ? html`aria-label="${words.say('Problem')}"` : html`aria-labelledby="${id}-title"`
  return html`<div class="problem-form" role="group" ${named}>
    ${title === '' ? '' : html`<h2 class="problem-title" id="${id}-title">${title}</h2>`}
    <div class="problem-questions">${trusted(questions)}</div>
    ${answerable && html`<p class="problem-note"${words.marks}>${words.say('Sign in to answer.')}</p>`}
  </div>`
}

function hintList({ hints, words }: ProblemPage): SafeHtml | '' {
  if (hints.length === 0) return ''
  const items = hints.map(
    (hint, index) =>
      html`<li><strong${words.marks}>${words.say('Hint {number}:', { number: index + 1 })}</strong> ${trusted(hint)}</li>`,
  )
  return html`<ul class="problem-hints" aria-label="${words.say('Hints')}">
    ${items}
  </ul>`
}

function actions(page: ProblemPage): SafeHtml {
  const { id, words, standing, maxAttempts, attempts } = page
  const limited = maxAttempts !== null && maxAttempts > 0
  const used =
    limited &&
    words.say('You have used {attempts} of {most} {most, plural, one {attempt} other {attempts}}.', {
      attempts,
      most: maxAttempts,
    })
  const describedBy = limited && html` aria-describedby="${id}-attempts"`
  return html`<div class="problem-actions"${words.marks}>
      ${standing.canSubmit && html`<button type="submit" class="problem-submit" data-action="problem_check" ${describedBy}>${words.say('Submit')}</button>`}
      ${standing.showsSave && actionButton('problem_save', words.say('Save'))}
      ${standing.showsReset && actionButton('problem_reset', words.say('Reset'))}
      ${page.hasMoreHints && actionButton('hint_button', words.say(hintLabel(page)))}
      ${answerButton(page)}
      ${scriptless(page)}
    </div>
    ${limited && html`<p class="problem-attempts" id="${id}-attempts"${words.marks}>${used}</p>`}`
}

/** The buttons once more, for browsers that run no scripts: there nothing brings the others out. */
function scriptless(page: ProblemPage): SafeHtml {
  const { standing, hasMoreHints, actionUrl, words } = page
  const button = (action: string, label: string) =>
    html`<button type="submit" class="problem-action" formaction="${actionUrl(action)}">${label}</button>`
  return html`<noscript>
    ${standing.showsSave && button('problem_save', words.say('Save'))}
    ${standing.showsReset && button('problem_reset', words.say('Reset'))}
    ${hasMoreHints && button('hint_button', words.say(hintLabel(page)))}
  </noscript>`
}

function hintLabel({ hints }: ProblemPage): string {
  return hints.length === 0 ? toSay('Hint') : toSay('Next hint')
}

function answerButton({ hasAnswer, standing, answerShown, words }: ProblemPage): SafeHtml | false {
  if (!hasAnswer || !standing.mayShowAnswer) return false
  return answerShown
    ? actionButton('problem_get', words.say('Hide answer'))
    : actionButton('problem_show', words.say('Show answer'))
}

/** A button that the client module brings out, as it does nothing without. */
function actionButton(action: string, label: string): SafeHtml {
  return html`<button type="button" class="problem-action" data-action="${action}" hidden>${label}</button>`
}
