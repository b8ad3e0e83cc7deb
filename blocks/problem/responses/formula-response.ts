import { CompositorError, messageOf } from '../../../runtime/errors/index.js'
import { Evaluator } from '../calc/evaluate-expression.js'
import { parseExpression } from '../calc/parse-expression.js'
import { pythonFloat, pythonInteger } from '../calc/python-number.js'
import { withinTolerance, type Tolerance } from '../calc/tolerance.js'
import { inputGrade, type InputGrade, type Submission } from '../correct-map.js'
import { MersenneTwister } from '../random/mersenne-twister.js'
import { compileHintGroup, hintGroupGrade, type HintGroup } from './hint-group.js'
import { expectedAnswer, onlyInput, requiredAttribute, type ResponseSource } from './response-source.js'
import { compileTolerance } from './response-tolerance.js'
import { toSay } from '../../../runtime/words/index.js'
import { UnreadableAnswer } from '../unreadable-answer.js'

/** Where two formulas are compared: values drawn for each variable between two bounds. */
interface Samples {
  readonly variables: readonly { readonly name: string; readonly low: number; readonly high: number }[]
  readonly count: number
}

interface SampledFormula {
  readonly answer: string
  readonly samples: Samples
}

/** `<formularesponse>`: a formula that gives the same values as the answer at sampled places. */
export interface FormulaResponse {
  readonly kind: 'formula'
  readonly input: string
  readonly points: number
  readonly answer: string
  readonly samples: Samples
  readonly tolerance: Tolerance
  readonly caseSensitive: boolean
  readonly hintGroup: HintGroup<SampledFormula> | null
}

const mostSamples = 1000

/** @throws CompositorError `problem-unsupported` */
export function compileFormula(source: ResponseSource): FormulaResponse {
  const { element } = source
  const { id: input, points } = onlyInput(source)
  const types = (element.attribute('type') ?? '').split(',')
  const response: FormulaResponse = {
    kind: 'formula',
    input,
    points,
    answer: expectedAnswer(source),
    samples: parseSamples(requiredAttribute(element, 'samples')),
    tolerance: compileTolerance(source),
    caseSensitive: types.includes('cs') && !types.includes('ci'),
    hintGroup: compileHintGroup(source, 'formulahint', (hint) => {
      const [answer, samples] = [hint.attribute('answer'), hint.attribute('samples')]
      if (answer === undefined || samples === undefined) return undefined
      try {
        return { answer, samples: parseSamples(samples) }
      } catch {
        source.ignore(hint, `samples='${samples}' is not of the form x,y@1,1:5,5#10.`)
        return undefined
      }
    }),
  }
  checkAnswer(source, response)
  return response
}

/** Notes an answer that is no formula of the variables. */
function checkAnswer(source: ResponseSource, response: FormulaResponse): void {
  const { answer } = response
  if (answer.trim() === '') return
  try {
    sameFormula(response, response, answer, 1)
  } catch (thrown) {
    const names = response.samples.variables.map(({ name }) => name).join(', ')
    source.fault(source.element, `The answer '${answer}' is no formula of ${names}: ${messageOf(thrown)}`)
  }
}

/** Reads `x,y@1,2:3,4#10`: ten draws of x from 1 to 3 and y from 2 to 4. */
function parseSamples(text: string): Samples {
  const [names = '', rest = ''] = text.split('@')
  const [bounds = '', howMany = ''] = rest.split('#')
  const [lows = [], highs = []] = bounds.split(':').map((side) => side.split(',').map(pythonFloat))
  const count = pythonInteger(howMany)
  const variables = names.split(',').flatMap((name, index) => {
    const [low, high] = [lows[index], highs[index]]
    return low === undefined || high === undefined ? [] : [{ name, low, high }]
  })
  if (count !== undefined && count > 0 && count <= mostSamples && variables.length > 0)
    return { variables, count }
  throw new CompositorError('problem-unsupported', `samples='${text}' is not of the form x,y@1,1:5,5#10.`)
}

/** @throws CompositorError `problem-input` for an answer that is no formula of the variables */
export function gradeFormula(response: FormulaResponse, { answers, seed }: Submission): InputGrade {
  const given = answers[response.input]
  if (given === undefined) return inputGrade('incorrect')
  if (typeof given !== 'string') throw new UnreadableAnswer(toSay('The answer is not a formula.'))
  const grade = inputGrade(sameFormula(response, response, given, seed) ? 'correct' : 'incorrect')
  if (response.hintGroup === null) return grade
  return hintGroupGrade(response.hintGroup, grade, (condition) => {
    try {
      return sameFormula(response, condition, given, seed)
    } catch {
      return false
    }
  })
}

/** Draws are seeded, unlike the incumbent's, so that grading again gives the same grade. */
function sameFormula(
  { caseSensitive, tolerance }: FormulaResponse,
  { answer, samples }: SampledFormula,
  given: string,
  seed: number,
): boolean {
  const givenTree = parseExpression(given)
  const expectedTree = parseExpression(answer)
  if (givenTree === undefined || expectedTree === undefined) return false
  const random = new MersenneTwister(seed)
  const givenValues = new Evaluator(given, { caseSensitive })
  const expectedValues = new Evaluator(answer, { caseSensitive })
  const pairs = Array.from({ length: samples.count }, () => {
    const values = new Map(samples.variables.map(({ name, low, high }) => [name, random.uniform(low, high)]))
    givenValues.setVariables(values)
    expectedValues.setVariables(values)
    return [givenValues.value(givenTree), expectedValues.value(expectedTree)] as const
  })
  return pairs.every(([value, expected]) => withinTolerance(value, expected, tolerance))
}
