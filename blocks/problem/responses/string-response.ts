import { inputGrade, type GradedInput, type Submission } from '../correct-map.js'
import type { XmlElement } from '../../../runtime/olx/index.js'
import { legible } from '../legible-text.js'
import { stripped } from '../python-text.js'
import { PythonRegExp } from '../regexp/python-regexp.js'
import { compileFeedback, feedbackTo, type Feedback } from './feedback.js'
import { compileHintGroup, hintGroupGrade, type HintGroup } from './hint-group.js'
import { expectedAnswer, onlyInput, type ResponseSource } from './response-source.js'
import { TextMatcher } from './text-matcher.js'
import { toSay } from '../../../runtime/words/index.js'
import { UnreadableAnswer } from '../unreadable-answer.js'

/** Feedback for answers that equal, or match, a text. */
interface StringHint {
  readonly answer: string
  readonly regexp: boolean
  readonly correct: boolean
  readonly hint?: Feedback
}

/** `<stringresponse>`: a text that equals, or matches, one of the answers. */
export interface StringResponse {
  readonly kind: 'string'
  readonly input: string
  readonly points: number
  readonly answers: readonly string[]
  readonly ignoreCase: boolean
  readonly regexp: boolean
  /** The first that fits is shown. */
  readonly hints: readonly StringHint[]
  readonly hintGroup: HintGroup | null
}

/** @throws CompositorError `problem-unsupported` */
export function compileString(source: ResponseSource): StringResponse {
  const { element } = source
  const { id: input, points } = onlyInput(source)
  const answer = expectedAnswer(source)
  const types = (element.attribute('type') ?? '').toLowerCase().split(' ')
  const alternatives = answer.toLowerCase().includes('_or_')
  const regexp = types.includes('regexp') && !alternatives
  const written = element.elements('additional_answer').map((other) => ({
    element: other,
    answer: stripped(other.attribute('answer') ?? other.leadingText()),
    hint: compileFeedback(source, other.element('correcthint')),
  }))
  const additional = regexp ? readable(source, stripped(answer), written) : written
  const answers = alternatives
    ? answer.split('_or_').map(stripped)
    : [stripped(answer), ...additional.map((other) => other.answer)]
  const fits = alternatives ? answers : [stripped(answer)]
  // An expression of several, one of which is empty, would match everything.
  const expected = answers.filter((text) => text !== '')
  if (regexp && !isPattern(expected.join('|')))
    source.fault(element, `The answer '${stripped(answer)}' is no regular expression.`)
  const correctHint = compileFeedback(source, element.element('correcthint'))
  return {
    kind: 'string',
    input,
    points,
    answers: expected,
    ignoreCase: types.includes('ci'),
    regexp,
    hints: [
      ...fits.map((text) => stringHint(text, regexp, true, correctHint)),
      ...additional.map((other) => stringHint(other.answer, regexp, true, other.hint)),
      ...wrongHints(source, 'stringequalhint', false),
      ...wrongHints(source, 'regexphint', true),
    ],
    hintGroup: compileHintGroup(source, 'stringhint', (hint) => stripped(hint.attribute('answer') ?? '')),
  }
}

/** The additional expressions. As all are joined, those that spoil the whole are noted and left out. */
function readable<Other extends { readonly element: XmlElement; readonly answer: string }>(
  source: ResponseSource,
  answer: string,
  others: readonly Other[],
): readonly Other[] {
  if (isPattern([answer, ...others.map((other) => other.answer)].join('|'))) return others
  return others.filter((other) => {
    if (isPattern(other.answer)) return true
    source.ignore(other.element, `The additional answer '${other.answer}' is no regular expression.`)
    return false
  })
}

function isPattern(text: string): boolean {
  try {
    return Boolean(new PythonRegExp(text, { ignoreCase: false }))
  } catch {
    return false
  }
}

function stringHint(
  answer: string,
  regexp: boolean,
  correct: boolean,
  hint: Feedback | undefined,
): StringHint {
  return { answer, regexp, correct, ...(hint !== undefined && { hint }) }
}

function wrongHints(source: ResponseSource, name: string, regexp: boolean): StringHint[] {
  return source.element
    .elements(name)
    .map((hint) =>
      stringHint(stripped(hint.attribute('answer') ?? ''), regexp, false, compileFeedback(source, hint)),
    )
}

/** @throws CompositorError `problem-input` for a faulty expression, or one that takes too long on the answer */
export function gradeString(response: StringResponse, { answers }: Submission): GradedInput {
  const answer = answers[response.input]
  if (answer === undefined) return inputGrade('incorrect')
  if (typeof answer !== 'string') throw new UnreadableAnswer(toSay('The answer is not a text.'))
  const given = stripped(answer)
  const matcher = new TextMatcher(given, response.ignoreCase)
  const correct = legible(given) !== '' && matcher.fits(response.answers, response.regexp)
  const grade = inputGrade(correct ? 'correct' : 'incorrect')
  if (given === '') return grade
  if (response.hintGroup !== null) {
    return hintGroupGrade(response.hintGroup, grade, (text) => matcher.fits([text], response.regexp))
  }
  const found = response.hints.find(
    (hint) => hint.answer !== '' && matcher.quietlyFits(hint.answer, hint.regexp),
  )
  return found === undefined ? grade : { ...grade, feedback: feedbackTo(answer, found.hint, found.correct) }
}
