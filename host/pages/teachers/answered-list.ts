import {
  html,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  type SafeHtml,
} from '../../../runtime/index.js'
import { toSay, type PageWords } from '../../words/index.js'
import { momentText, scoreText } from './staff-place.js'

/** Words for how an answer was graded. */
const verdicts: Readonly<Record<string, string>> = {
  correct: toSay('Correct'),
  incorrect: toSay('Incorrect'),
  'partially-correct': toSay('Partially correct'),
}

/** Attempts of one learner at a block as its history tells them, the newest first. */
export interface ShownAttempts {
  readonly words: PageWords
  /** What `staff_submission_history` gives. */
  readonly history: JsonObject
  /** Weighted points that can be had; null where that is not known. */
  readonly worth: number | null
}

/** Attempts with what was answered in each. A type whose history looks otherwise is shown as it tells it. */
export function answeredList({ words, history, worth }: ShownAttempts): SafeHtml {
  const { submissions, submissions_not_kept: gone } = history
  if (submissions === undefined || !isJsonArray(submissions))
    return html`<div class="attempt">${told(history)}</div>`
  if (submissions.length === 0) return html`<p>${words.say('Nothing was submitted.')}</p>`
  const shown = submissions.map((one, index) =>
    attempt(words, isJsonObject(one) ? one : {}, index + 1, worth),
  )
  return html`<ol class="attempts" reversed>${shown.reverse()}</ol>
${typeof gone === 'number' && html`<p>${words.say('Of {count, plural, one {# other attempt} other {# other attempts}} only the points are kept.', { count: gone })}</p>`}`
}

function attempt(words: PageWords, submission: JsonObject, place: number, worth: number | null): SafeHtml {
  const { time, grade, max_grade: possible, answered, answers } = submission
  const number = typeof submission['number'] === 'number' ? Math.max(submission['number'], place) : place
  const isGraded = typeof grade === 'number' && typeof possible === 'number'
  const scale = isGraded && worth !== null && possible > 0 ? worth / possible : 1
  return html`<li class="attempt"><h3>${words.say('Attempt {number, number}', { number })}</h3>
<p class="attempt-facts">${typeof time === 'string' && momentText(words, time)}${isGraded && html` <strong>${scoreText(words, { earned: grade * scale, possible: possible * scale })}</strong>`}</p>
${answered !== undefined && isJsonArray(answered) ? html`<dl class="answers">${answered.map((one, index) => answer(words, isJsonObject(one) ? one : {}, index + 1))}</dl>` : answers !== undefined && told(answers)}
</li>`
}

function answer(words: PageWords, { question, answers, correctness }: JsonObject, number: number): SafeHtml {
  const texts = answers !== undefined && isJsonArray(answers) ? answers.map(String) : []
  const asked = typeof question === 'string' && question !== '' ? question : undefined
  const graded = typeof correctness === 'string' ? correctness : ''
  const verdict = verdicts[graded]
  return html`<div class="answer"><dt>${asked === undefined ? words.say('Question {number, number}', { number }) : html`<bdi>${asked}</bdi>`}</dt>
<dd>${texts.length === 0 ? html`<em>${words.say('no answer')}</em>` : texts.length === 1 ? html`<bdi>${texts[0]}</bdi>` : html`<ul>${texts.map((text) => html`<li><bdi>${text}</bdi></li>`)}</ul>`}${verdict !== undefined && html` <span class="verdict ${graded}">${words.say(verdict)}</span>`}</dd></div>`
}

/** What some type tells in its own way. */
function told(value: Json): SafeHtml {
  if (isJsonArray(value)) return html`<ul>${value.map((one) => html`<li>${told(one)}</li>`)}</ul>`
  if (!isJsonObject(value)) return html`<bdi>${value === null ? '–' : String(value)}</bdi>`
  const entries = Object.entries(value)
  const [only] = entries
  if (only && entries.length === 1 && only[0] === 'answer') return told(only[1])
  return html`<dl class="answers">${entries.map(([name, one]) => html`<div class="answer"><dt>${name.replaceAll('_', ' ')}</dt><dd>${told(one)}</dd></div>`)}</dl>`
}
