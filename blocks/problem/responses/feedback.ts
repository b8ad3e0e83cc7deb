import { escapeHtml } from '../../../runtime/html/index.js'
import type { XmlElement } from '../../../runtime/olx/index.js'
import { hintFunctionName } from '../script/hint-function.js'
import { feedbackWords } from '../stored-words.js'
import type { ResponseSource } from './response-source.js'

/** A text an author shows after a certain answer. */
export interface Feedback {
  readonly html: string
  /** The author's word before it; '' for none, absent for "Correct:" or "Incorrect:". */
  readonly label?: string
}

/**
 * The feedback an element such as `<choicehint>` holds; undefined without an element or without text, and where a
 * hint function speaks in its place.
 */
export function compileFeedback(
  source: ResponseSource,
  element: XmlElement | undefined,
): Feedback | undefined {
  if (element === undefined || hintFunctionName(source.element) !== undefined) return undefined
  const html = source.clean(element.children).trim()
  if (html === '') return undefined
  const label = element.attribute('label')
  return label === undefined ? { html } : { html, label }
}

/** Feedback that an answer brought about. */
export interface ShownFeedback {
  readonly correct: boolean
  /** The word before it; '' for none, absent for "Correct:" or "Incorrect:". */
  readonly label?: string | undefined
  readonly hints: readonly ShownHint[]
  /** The answer as a list: of the choices ticked, else of one. */
  readonly answer: readonly string[]
  /** Whether a whole combination of choices brought it about. */
  readonly compound?: true
  /** The names of all choices, where several may be ticked. */
  readonly choices?: readonly string[]
}

/** One text of a feedback, with the choices it belongs to where several may be ticked. */
export interface ShownHint {
  readonly html: string
  readonly trigger?: readonly { readonly choice: string; readonly selected: boolean }[]
}

/** The feedback to a single answer; undefined for none. */
export function feedbackTo(
  answer: string,
  feedback: Feedback | undefined,
  correct: boolean,
): ShownFeedback | undefined {
  return feedback && { correct, label: feedback.label, hints: [{ html: feedback.html }], answer: [answer] }
}

/** The word a feedback begins with; '' for none. */
export function feedbackLabel({ label, correct }: ShownFeedback): string {
  return label ?? (correct ? feedbackWords.correct : feedbackWords.incorrect)
}

/** A feedback as HTML for the learner. */
export function feedbackHtml(feedback: ShownFeedback): string {
  const label = feedbackLabel(feedback)
  const shownLabel = label === '' ? '' : `<strong class="feedback-label">${escapeHtml(label)}</strong> `
  const texts = feedback.hints.map(({ html }) => `<div class="feedback-text">${html}</div>`).join('')
  return `<div class="feedback ${feedback.correct ? 'correct' : 'incorrect'}">${shownLabel}${texts}</div>`
}
