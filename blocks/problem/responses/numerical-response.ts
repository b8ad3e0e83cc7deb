import { CompositorError } from '../../../runtime/errors/index.js'
import type { XmlElement } from '../../../runtime/olx/index.js'
import { evaluate } from '../calc/evaluate-expression.js'
import { pythonComplex, pythonFloat } from '../calc/python-number.js'
import { complex, real, type Quantity } from '../calc/quantity.js'
import { withinTolerance, type Tolerance } from '../calc/tolerance.js'
import { inputGrade, type GradedInput, type InputGrade, type Submission } from '../correct-map.js'
import { compileFeedback, feedbackTo, type Feedback } from './feedback.js'
import { compileHintGroup, hintGroupGrade, type HintGroup } from './hint-group.js'
import { expectedAnswer, onlyInput, partialCredit, type ResponseSource } from './response-source.js'
import { compileTolerance, multiplied } from './response-tolerance.js'
import { toSay } from '../../../runtime/words/index.js'
import { UnreadableAnswer } from '../unreadable-answer.js'

interface Range {
  readonly low: string
  readonly high: string
  readonly withLow: boolean
  readonly withHigh: boolean
}

/** Another right answer: a number, or a range. */
interface AdditionalAnswer {
  /** As shown to learners. */
  readonly answer: string
  readonly range: Range | null
  readonly hint?: Feedback
}

/** `<numericalresponse>`: a number, or an expression that has one, near the answer or in a range. */
export interface NumericalResponse {
  readonly kind: 'numerical'
  readonly input: string
  readonly points: number
  /** The answer as shown to learners. */
  readonly answer: string
  readonly range: Range | null
  readonly tolerance: Tolerance
  /** How many times the tolerance earns partial credit. */
  readonly partialRange: number
  /** Other answers that earn partial credit. */
  readonly partialAnswers: readonly string[]
  readonly list: boolean
  readonly close: boolean
  readonly additional: readonly AdditionalAnswer[]
  readonly hint?: Feedback
  readonly hintGroup: HintGroup | null
}

/** @throws CompositorError `problem-unsupported` */
export function compileNumerical(source: ResponseSource): NumericalResponse {
  const { element } = source
  const { id: input, points } = onlyInput(source)
  const answer = expectedAnswer(source)
  const credit = partialCredit(source, ['list', 'close'])
  const range = compileRange(answer)
  const hint = compileFeedback(source, element.element('correcthint'))
  checkAnswer(source, answer, range)
  return {
    kind: 'numerical',
    input,
    points,
    answer: range === null ? answer : shownRange(answer, range),
    range,
    tolerance: compileTolerance(source),
    partialRange: partialRange(source),
    partialAnswers: partialAnswers(source),
    list: credit.includes('list'),
    close: credit.includes('close'),
    additional: element.elements('additional_answer').flatMap((other) => additionalAnswer(source, other)),
    ...(hint !== undefined && { hint }),
    hintGroup: compileHintGroup(source, 'numericalhint', (condition) => condition.attribute('answer')),
  }
}

/** Notes an answer by which nothing can be graded, and a range that holds nothing. */
function checkAnswer(source: ResponseSource, answer: string, range: Range | null): void {
  const { element } = source
  if (answer.trim() === '') return
  try {
    if (range === null) {
      if (Number.isNaN(staffAnswer(answer).re)) throw new RangeError('It has no value.')
    } else if (boundary(range.low) > boundary(range.high))
      source.ignore(element, `The answer '${answer}' is a range from more to less: no number lies in it.`)
  } catch {
    source.fault(element, `The answer '${answer}' is neither a number nor a range such as [5,10).`)
  }
}

/** An additional answer that cannot be read is noted, and leaves the others as they are. */
function additionalAnswer(source: ResponseSource, element: XmlElement): AdditionalAnswer[] {
  const answer = element.attribute('answer')
  if (answer === undefined) return []
  const hint = compileFeedback(source, element.element('correcthint'))
  try {
    const range = compileRange(answer)
    if (range !== null) for (const side of [range.low, range.high]) boundary(side)
    else if (Number.isNaN(staffAnswer(answer).re)) throw new RangeError('It has no value.')
    const shown = range === null ? answer : shownRange(answer, range)
    return [{ answer: shown, range, ...(hint !== undefined && { hint }) }]
  } catch {
    source.ignore(
      element,
      `The additional answer '${answer}' is neither a number nor a range such as [5,10).`,
    )
    return []
  }
}

/** How many times the tolerance earns partial credit. */
function partialRange(source: ResponseSource): number {
  const param = paramWith(source, 'partial_range')
  const text = param?.attribute('partial_range')
  const times = text === undefined ? 2 : pythonFloat(text)
  if (param !== undefined && times === undefined)
    source.ignore(param, `partial_range='${text}' is no number.`)
  return times ?? 2
}

/** Answers that earn partial credit; one that cannot be read is noted. */
function partialAnswers(source: ResponseSource): string[] {
  const param = paramWith(source, 'partial_answers')
  if (param === undefined) return []
  const texts = (param.attribute('partial_answers') ?? '').split(',').map((text) => text.trim())
  return texts.filter((text) => {
    if (text === '') return false
    try {
      staffAnswer(text)
      return true
    } catch {
      source.ignore(param, `The partial answer '${text}' is no number.`)
      return false
    }
  })
}

function paramWith({ element }: ResponseSource, name: string): XmlElement | undefined {
  return element.elements('responseparam').find((param) => param.attribute(name) !== undefined)
}

function shownRange(answer: string, { low, high }: Range): string {
  return `${answer[0]}${low}, ${high}${answer.at(-1)}`
}

function compileRange(answer: string): Range | null {
  if (!/^[[(].*[\])]$/s.test(answer)) return null
  const [low, high] = answer.slice(1, -1).split(',')
  if (low === undefined || high === undefined) {
    throw new CompositorError('problem-unsupported', `The answer '${answer}' is not a range such as [5,10).`)
  }
  return { low, high, withLow: answer.startsWith('['), withHigh: answer.endsWith(']') }
}

/** @throws CompositorError `problem-input` for an answer that is no number */
export function gradeNumerical(response: NumericalResponse, { answers }: Submission): GradedInput {
  const answer = answers[response.input]
  if (answer === undefined) return inputGrade('incorrect')
  if (typeof answer !== 'string') throw new UnreadableAnswer(toSay('The answer is not a number.'))
  const given = evaluate(answer)
  const grade =
    response.range === null ? gradeNear(response, given) : gradeInRange(response, response.range, given)
  const equal =
    grade.correctness === 'incorrect' ? response.additional.find((other) => isRight(given, other)) : undefined
  const final = equal === undefined ? grade : inputGrade('correct')
  if (response.hintGroup !== null) {
    return hintGroupGrade(response.hintGroup, final, (text) => near(given, text, response.tolerance))
  }
  if (final.correctness !== 'correct') return final
  return { ...final, feedback: feedbackTo(answer, equal === undefined ? response.hint : equal.hint, true) }
}

function gradeNear(response: NumericalResponse, given: Quantity): InputGrade {
  const { tolerance, list, close } = response
  const expected = staffAnswer(response.answer)
  if (withinTolerance(given, expected, tolerance)) return inputGrade('correct')
  const wide = multiplied(tolerance, response.partialRange)
  const closeToAnswer = close && withinTolerance(given, expected, wide)
  if (list) {
    for (const text of response.partialAnswers) {
      const other = staffAnswer(text)
      if (withinTolerance(given, other, tolerance)) return inputGrade('partially-correct', 0.5)
      if (closeToAnswer) break
      if (close && withinTolerance(given, other, wide)) return inputGrade('partially-correct', 0.25)
    }
  }
  return closeToAnswer ? inputGrade('partially-correct', 0.5) : inputGrade('incorrect')
}

const equalFloats: Tolerance = { kind: 'ofLarger', size: Number.EPSILON }

function gradeInRange(response: NumericalResponse, range: Range, given: Quantity): InputGrade {
  if (given.complex) throw new UnreadableAnswer(toSay('A complex number cannot lie in a range.'))
  const isWithin = liesIn(range, given)
  if (isWithin !== undefined) return inputGrade(isWithin ? 'correct' : 'incorrect')
  const [low, high] = [boundary(range.low), boundary(range.high)]
  const margin = response.partialRange * (high - low)
  const close = response.close && low - margin < given.re && given.re < high + margin
  return close ? inputGrade('partially-correct', 0.5) : inputGrade('incorrect')
}

/** Whether a number lies in a range, or on a side that counts; undefined outside of both sides. */
function liesIn(range: Range, given: Quantity): boolean | undefined {
  const low = boundary(range.low)
  if (withinTolerance(given, real(low), equalFloats)) return range.withLow
  const high = boundary(range.high)
  if (withinTolerance(given, real(high), equalFloats)) return range.withHigh
  return low < given.re && given.re < high ? true : undefined
}

function boundary(text: string): number {
  const { re, im } = staffAnswer(text)
  if (im === 0 && !Number.isNaN(re)) return re
  throw new UnreadableAnswer(toSay('There is a fault in the range its author gave.'))
}

function staffAnswer(text: string): Quantity {
  const plain = pythonComplex(text)
  if (plain !== undefined) return plain
  try {
    return evaluate(text)
  } catch (error) {
    throw new UnreadableAnswer(toSay('There is a fault in the answer its author gave.'), undefined, {
      cause: error,
    })
  }
}

/** Additional answers have no tolerance, as at the incumbent. */
function isRight(given: Quantity, { answer, range }: AdditionalAnswer): boolean {
  if (range !== null) return !given.complex && liesIn(range, given) === true
  const expected = staffAnswer(answer)
  return given.re === expected.re && given.im === expected.im
}

function near(given: Quantity, text: string, tolerance: Tolerance): boolean {
  try {
    return withinTolerance(complex(given.re, given.im), staffAnswer(text), tolerance)
  } catch {
    return false
  }
}
