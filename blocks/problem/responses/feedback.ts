import { escapeHtml } from '../../../runtime/html/index.js'
import type { XmlElement } from '../../../runtime/olx/index.js'
import { hintFunctionName } from '../script/hint-functions.js'
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

/** One feedback as HTML for the learner; '' for none. */
export function feedbackHtml(feedback: Feedback | undefined, correct: boolean): string {
  return feedback === undefined ? '' : feedbacksHtml([feedback], correct, feedback.label)
}

/** Several feedbacks under one label. */
export function feedbacksHtml(feedbacks: readonly Feedback[], correct: boolean, label?: string): string {
  if (feedbacks.length === 0) return ''
  const word = label ?? (correct ? 'Correct:' : 'Incorrect:')
  const shownLabel = word === '' ? '' : `<strong class="feedback-label">${escapeHtml(word)}</strong> `
  const texts = feedbacks.map(({ html }) => `<div class="feedback-text">${html}</div>`).join('')
  return `<div class="feedback ${correct ? 'correct' : 'incorrect'}">${shownLabel}${texts}</div>`
}
