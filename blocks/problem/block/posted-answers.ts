import { HandlerError } from '../../../runtime/view/index.js'
import type { Answer, Answers } from '../correct-map.js'

/** What a page posts: values by the name of their input, as text or, for several choices, a list of texts. */
export type PostedAnswers = Readonly<Record<string, unknown>>

/** Longest text taken as one answer, in UTF-16 units, and most choices in one. */
const longestAnswer = 100_000
const mostChoices = 1000

/**
 * The answers in what a page posted: `input_ID_2_1` and `input_ID_2_1[]` both name input `2_1` of the problem
 * whose HTML id is `ID`. Fields of another kind are left aside.
 * @throws HandlerError 409 when the page shows inputs the problem does not have; 400 for a value that is no answer
 */
export function postedAnswers(
  posted: PostedAnswers,
  htmlId: string,
  inputs: Readonly<Record<string, unknown>>,
): Answers {
  const prefix = `input_${htmlId}_`
  const answers: Record<string, Answer> = {}
  for (const [name, value] of Object.entries(posted)) {
    if (!name.startsWith('input_')) continue
    const input = name.startsWith(prefix) ? name.slice(prefix.length).replace(/\[\]$/, '') : ''
    if (!Object.hasOwn(inputs, input)) {
      throw new HandlerError(
        409,
        'This problem has changed since the page was loaded. Reload the page, then answer again.',
      )
    }
    const answer = answerOf(value, name.endsWith('[]'))
    if (answer === undefined) {
      throw new HandlerError(
        400,
        `The answer in '${name.slice(0, 200)}' is neither a text nor a list of texts, or too long.`,
      )
    }
    answers[input] = answer
  }
  return answers
}

function answerOf(value: unknown, several: boolean): Answer | undefined {
  if (Array.isArray(value)) {
    const choices: unknown[] = value
    return choices.length <= mostChoices && choices.every(isAnswerText) ? choices : undefined
  }
  const text = typeof value === 'number' ? String(value) : (value ?? '')
  if (!isAnswerText(text)) return undefined
  if (!several) return text
  return text === '' ? [] : [text]
}

function isAnswerText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestAnswer
}
