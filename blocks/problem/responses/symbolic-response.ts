import { CompositorError } from '../../../runtime/errors/index.js'
import { Evaluator } from '../calc/evaluate-expression.js'
import type { Expression } from '../calc/expression.js'
import { parseExpression } from '../calc/parse-expression.js'
import { complex, magnitude, subtract, type Quantity } from '../calc/quantity.js'
import { inputGrade, type InputGrade, type Submission } from '../correct-map.js'
import { MersenneTwister } from '../random/mersenne-twister.js'
import { matrixIn } from './expression-matrix.js'
import { onlyInput, type ResponseSource } from './response-source.js'
import { toSay } from '../../../runtime/words/index.js'
import { UnreadableAnswer } from '../unreadable-answer.js'

/**
 * `<symbolicresponse>`: an expression that equals the expected one. Both are compared by value at drawn complex
 * places, so forms that differ only in writing are the same; matrices element by element. Equations, quantum states and
 * functions of the author's own, which the incumbent gave to SymPy, are not covered.
 */
export interface SymbolicResponse {
  readonly kind: 'symbolic'
  readonly input: string
  readonly points: number
  readonly answer: string
}

const uncovered = /qubit|dirac/i
const places = 12
/** At fewer places with a value on both sides nothing is proved. */
const fewestPlaces = 4
const constants: ReadonlySet<string> = new Set(['i', 'j', 'e', 'pi'])

/** @throws CompositorError `problem-unsupported` for what is not an expression of the answer grammar */
export function compileSymbolic(source: ResponseSource): SymbolicResponse {
  const { element } = source
  const { id: input, points } = onlyInput(source)
  const answer = element.attribute('expect') ?? element.attribute('answer')
  const options = element.attribute('options') ?? ''
  if (answer === undefined || answer.trim() === '' || uncovered.test(options) || !areExpressions(answer)) {
    throw new CompositorError(
      'problem-unsupported',
      `<symbolicresponse> with expect='${answer ?? ''}' and options='${options}' is not an expression that can be compared here.`,
    )
  }
  return { kind: 'symbolic', input, points, answer }
}

function areExpressions(text: string): boolean {
  return matrixIn(text)?.flat().every(isExpression) ?? false
}

function isExpression(text: string): boolean {
  try {
    const tree = parsed(text)
    if (tree === undefined) return false
    valuesAt(text, tree, drawn(namesIn([tree]), new MersenneTwister(1)))
    return true
  } catch {
    return false
  }
}

/** @throws CompositorError `problem-input` for an answer that is no expression */
export function gradeSymbolic(
  { input, answer }: SymbolicResponse,
  { answers, seed }: Submission,
): InputGrade {
  const given = answers[input]
  if (given === undefined) return inputGrade('incorrect')
  if (typeof given !== 'string') throw new UnreadableAnswer(toSay('The answer is not an expression.'))
  const matrix = matrixIn(given)
  if (!matrix) {
    const message = toSay("''{text}'' is no matrix: write its rows like [[a, b], [c, d]].")
    throw new UnreadableAnswer(message, { text: given })
  }
  const expected = matrixIn(answer) ?? []
  if (matrix.length !== expected.length || matrix[0]?.length !== expected[0]?.length) {
    return inputGrade('incorrect')
  }
  const right = expected.flat()
  const isSame = matrix.flat().every((one, at) => areEqual(one, right[at] ?? '', seed))
  return inputGrade(isSame ? 'correct' : 'incorrect')
}

/** @throws CompositorError `problem-input` where `given` is no expression */
function areEqual(given: string, expected: string, seed: number): boolean {
  const [one, other] = [parsed(given), parsed(expected)]
  if (one === undefined || other === undefined) return false
  const random = new MersenneTwister(seed)
  const names = namesIn([one, other])
  const near = names.length === 0 ? nearNumber : nearValue
  let compared = 0
  for (let place = 0; place < places; place++) {
    const values = drawn(names, random)
    const [found, wanted] = [valuesAt(given, one, values), valuesAt(expected, other, values)]
    if (!isFinite(found) || !isFinite(wanted)) continue
    if (!near(found, wanted)) return false
    compared++
  }
  return compared >= fewestPlaces
}

/** SymPy's spelling of powers and of the natural logarithm is understood. */
function parsed(text: string): Expression | undefined {
  return parseExpression(text.replaceAll('**', '^').replaceAll(/\blog(?=\s*\()/g, 'ln'))
}

function valuesAt(text: string, tree: Expression, variables: ReadonlyMap<string, Quantity>): Quantity {
  return new Evaluator(text, { variables, caseSensitive: true }).value(tree)
}

/** Names of variables, without the constants. */
function namesIn(trees: readonly Expression[]): string[] {
  const names = new Set<string>()
  const open = [...trees]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === 'variable') {
      if (!constants.has(next.name)) names.add(next.name)
    } else if (next.kind === 'call') open.push(next.argument)
    else if (next.kind !== 'number') open.push(...next.operands)
  }
  return [...names].sort()
}

/** Complex values away from 0, on both sides of it, so that `sqrt(x^2)` is not `x`. */
function drawn(names: readonly string[], random: MersenneTwister): Map<string, Quantity> {
  return new Map(
    names.map((name) => {
      const [size, angle] = [random.uniform(0.5, 1.5), random.uniform(-Math.PI, Math.PI)]
      return [name, complex(size * Math.cos(angle), size * Math.sin(angle))]
    }),
  )
}

/** Numbers need not be exact: one in a thousand is allowed. */
function nearNumber(one: Quantity, expected: Quantity): boolean {
  const size = magnitude({ ...expected, complex: true })
  return magnitude({ ...subtract(one, expected), complex: true }) < 1e-3 * (size === 0 ? 1 : size)
}

function nearValue(one: Quantity, other: Quantity): boolean {
  const scale = Math.max(1e-3, magnitude({ ...one, complex: true }), magnitude({ ...other, complex: true }))
  return magnitude({ ...subtract(one, other), complex: true }) <= 1e-8 * scale
}

function isFinite({ re, im }: Quantity): boolean {
  return Number.isFinite(re) && Number.isFinite(im)
}
