import { CompositorError } from '../../../runtime/errors/index.js'
import { evaluate } from '../calc/evaluate-expression.js'
import { pythonComplex, pythonFloat } from '../calc/python-number.js'
import { complex, real, type Quantity } from '../calc/quantity.js'
import { withinTolerance, type Tolerance } from '../calc/tolerance.js'
import { inputGrade, type GradedInput, type InputGrade, type Submission } from '../correct-map.js'
import { compileFeedback, feedbackTo, type Feedback } from './feedback.js'
import { compileHintGroup, hintGroupGrade, type HintGroup } from './hint-group.js'
import { onlyInput, partialCredit, requiredAttribute, type ResponseSource } from './response-source.js'
import { compileTolerance, multiplied } from './response-tolerance.js'

interface Range {
  readonly low: string
  readonly high: string
  readonly withLow: boolean
  readonly withHigh: boolean
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
  readonly additional: readonly { readonly answer: string; readonly hint?: Feedback }[]
  readonly hint?: Feedback
  readonly hintGroup: HintGroup | null
}

/** @throws CompositorError `problem-unsupported` */
export function compileNumerical(source: ResponseSource): NumericalResponse {
  const { element } = source
  const { id: input, points } = onlyInput(source)
  const answer = requiredAttribute(element, 'answer')
  const params = element.elements('responseparam')
  const credit = partialCredit(source, ['list', 'close'])
  const partialAnswers = params.find((param) => param.attribute('partial_answers') !== undefined)
  const partialRange = params.find((param) => param.attribute('partial_range') !== undefined)
  const range = compileRange(answer)
  const hint = compileFeedback(source, element.element('correcthint'))
  return {
    kind: 'numerical',
    input,
    points,
    answer: range === null ? answer : `${answer[0]}${range.low}, ${range.high}${answer.at(-1)}`,
    range,
    tolerance: compileTolerance(source),
    partialRange: pythonFloat(partialRange?.attribute('partial_range') ?? '2') ?? 2,
    partialAnswers: (partialAnswers?.attribute('partial_answers') ?? '')
      .split(',')
      .flatMap((text) => text.trim() || []),
    list: credit.includes('list'),
    close: credit.includes('close'),
    additional: element.elements('additional_answer').flatMap((other) => {
      const otherAnswer = other.attribute('answer')
      const otherHint = compileFeedback(source, other.element('correcthint'))
      return otherAnswer === undefined
        ? []
        : [{ answer: otherAnswer, ...(otherHint !== undefined && { hint: otherHint }) }]
    }),
    ...(hint !== undefined && { hint }),
    hintGroup: compileHintGroup(source, 'numericalhint', (condition) => condition.attribute('answer')),
  }
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
  if (typeof answer !== 'string') throw new CompositorError('problem-input', 'The answer is not a number.')
  const given = evaluate(answer)
  const grade =
    response.range === null ? gradeNear(response, given) : gradeInRange(response, response.range, given)
  const equal =
    grade.correctness === 'incorrect'
      ? response.additional.find((other) => equals(given, other.answer))
      : undefined
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
  if (given.complex) throw new CompositorError('problem-input', 'A complex number cannot lie in a range.')
  const low = boundary(range.low)
  if (withinTolerance(given, real(low), equalFloats))
    return inputGrade(range.withLow ? 'correct' : 'incorrect')
  const high = boundary(range.high)
  if (withinTolerance(given, real(high), equalFloats))
    return inputGrade(range.withHigh ? 'correct' : 'incorrect')
  if (low < given.re && given.re < high) return inputGrade('correct')
  const margin = response.partialRange * (high - low)
  const close = response.close && low - margin < given.re && given.re < high + margin
  return close ? inputGrade('partially-correct', 0.5) : inputGrade('incorrect')
}

function boundary(text: string): number {
  const { re, im } = staffAnswer(text)
  if (im === 0 && !Number.isNaN(re)) return re
  throw new CompositorError('problem-input', 'There is a fault in the range its author gave.')
}

function staffAnswer(text: string): Quantity {
  const plain = pythonComplex(text)
  if (plain !== undefined) return plain
  try {
    return evaluate(text)
  } catch (error) {
    throw new CompositorError('problem-input', 'There is a fault in the answer its author gave.', {
      cause: error,
    })
  }
}

function equals(given: Quantity, text: string): boolean {
  const expected = staffAnswer(text)
  return given.re === expected.re && given.im === expected.im
}

function near(given: Quantity, text: string, tolerance: Tolerance): boolean {
  try {
    return withinTolerance(complex(given.re, given.im), staffAnswer(text), tolerance)
  } catch {
    return false
  }
}
