import { HandlerError } from '../../../runtime/view/index.js'
import { SourceI18n, type I18n } from '../../../runtime/service/index.js'
import type { CompiledInput } from '../compiled-problem.js'
import { joinedAnswer } from '../composite-answer.js'
import type { Answer, Answers } from '../correct-map.js'

const english = new SourceI18n()

/** What a page posts: values by the name of their input, as text or, for several choices, a list of texts. */
export type PostedAnswers = Readonly<Record<string, unknown>>

/** What the answers of one submission may have together, in UTF-16 units, and the choices of one answer. */
export const answerLimits = { length: 40_000, choices: 1000 }

/** What an answer's input says of how it is posted. */
type PostedInputs = Readonly<Record<string, Pick<CompiledInput, 'joining'>>>

/**
 * The answers in what a page posted: `input_ID_2_1`, `input_ID_2_1[]` and `input_ID_2_1{}` all name input `2_1` of
 * the problem whose HTML id is `ID`; `input_ID_2_1{MEMBER}` is one member of an answer that has such.
 * @param isAuthors whether a field is one that the author's own markup has, which is left aside
 * @throws HandlerError 409 for a field that no input of the problem has, so that it costs no attempt; 400 for a value that
 *   is no answer
 */
export function postedAnswers(
  posted: PostedAnswers,
  htmlId: string,
  inputs: PostedInputs,
  isAuthors: (name: string) => boolean = () => false,
  words: I18n = english,
): Answers {
  const prefix = `input_${htmlId}_`
  const answers: Record<string, Answer> = {}
  const members: Record<string, [string, string][]> = {}
  for (const [name, value] of Object.entries(posted)) {
    const [, input = '', form = '', member = ''] =
      (name.startsWith(prefix) && /^(\w+)(\[\]|\{(.*)\})?$/s.exec(name.slice(prefix.length))) || []
    const isMember = form.startsWith('{') && form !== '{}'
    if (!Object.hasOwn(inputs, input) || (isMember && !inputs[input]?.joining)) {
      if (isAuthors(name)) continue
      throw noSuchInput(
        name,
        Object.keys(inputs).map((known) => prefix + known),
        words,
      )
    }
    const answer = answerOf(form === '{}' && isObject(value) ? JSON.stringify(value) : value, form === '[]')
    if (answer === undefined) {
      throw new HandlerError(
        400,
        words.say("The answer in ''{name}'' is neither a text nor a list of at most {most} texts.", {
          name: name.slice(0, 200),
          most: answerLimits.choices,
        }),
      )
    }
    if (!form.startsWith('{') || (form === '{}' && isWhole(answer))) answers[input] = answer
    else if (typeof answer === 'string') {
      // A radio button has its member for a value, as all of one group share a name.
      const pair: [string, string] = member === '' ? [answer, answer && 'true'] : [member, answer]
      ;(members[input] ??= []).push(pair)
    }
  }
  for (const [input, given] of Object.entries(members)) {
    answers[input] ??= joinedAnswer(inputs[input]?.joining ?? 'object', given)
  }
  refuseTooLong(answers, words)
  return answers
}

/** Answers are kept with each attempt, and logged: one that is too long is refused before anything is. */
function refuseTooLong(answers: Answers, words: I18n): void {
  const lengths = Object.values(answers).map((answer) =>
    typeof answer === 'string' ? answer.length : answer.reduce((sum, { length }) => sum + length + 1, 0),
  )
  const length = lengths.reduce((sum, one) => sum + one, 0)
  if (length <= answerLimits.length) return
  const values = { length, most: answerLimits.length }
  throw new HandlerError(
    413,
    lengths.length === 1
      ? words.say(
          'Your answer is too long: {length} characters. An answer may have {most}. Nothing was stored, and no attempt was used.',
          values,
        )
      : words.say(
          'Your answers are too long: {length} characters. The answers to one problem may have {most} together. Nothing was stored, and no attempt was used.',
          values,
        ),
  )
}

/** Whether a problem's markup has a form control of its author's own with this name. */
export function hasControl(markup: string, name: string): boolean {
  const controls = markup.matchAll(
    /<(?:input|select|textarea|button)\b[^>]*?\sname\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
  )
  return [...controls].some(([, quoted, apostrophed]) => (quoted ?? apostrophed) === name)
}

function noSuchInput(name: string, known: readonly string[], words: I18n): HandlerError {
  const shown = known.slice(0, 10).join(', ') + (known.length > 10 ? ', ...' : '')
  return new HandlerError(
    409,
    words.say(
      "No input of this problem has the field ''{name}''; it has {known}. The problem may have changed since the page was loaded: reload the page, then answer again.",
      { name: name.slice(0, 200), known: shown || words.say('none') },
    ),
  )
}

/** Whether a posted value is a whole composite answer, as programs send it, and not a member of one. */
function isWhole(answer: Answer): boolean {
  return typeof answer === 'string' && answer.startsWith('{')
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function answerOf(value: unknown, several: boolean): Answer | undefined {
  if (Array.isArray(value)) {
    const choices: unknown[] = value
    return choices.length <= answerLimits.choices && choices.every(isAnswerText) ? choices : undefined
  }
  const text = typeof value === 'number' ? String(value) : (value ?? '')
  if (!isAnswerText(text)) return undefined
  if (!several) return text
  return text === '' ? [] : [text]
}

function isAnswerText(value: unknown): value is string {
  return typeof value === 'string'
}
