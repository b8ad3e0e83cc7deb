import type { Expression } from './expression.js'
import { calcFunctions } from './functions.js'
import { parseExpression } from './parse-expression.js'
import { add, complex, divide, multiply, power, real, subtract, type Quantity } from './quantity.js'
import { toSay } from '../../../runtime/words/index.js'
import { UnreadableAnswer } from '../unreadable-answer.js'

const constants: ReadonlyMap<string, Quantity> = new Map([
  ['i', complex(0, 1)],
  ['j', complex(0, 1)],
  ['e', real(Math.E)],
  ['pi', real(Math.PI)],
])

const unusable = {
  variable: toSay('{names} may not be used as a variable in this answer.'),
  function: toSay('{names} may not be used as a function in this answer.'),
}

const forgottenSign = toSay(
  '{names} may not be used as a function in this answer. Did you leave out a * for multiplication?',
)

export interface EvaluateOptions {
  /** Values of variables by name; they hide the constants `i j e pi`. */
  readonly variables?: ReadonlyMap<string, number | Quantity> | undefined
  /** Whether names differ by case; without it `SIN(X)` is `sin(x)`. */
  readonly caseSensitive?: boolean | undefined
}

/**
 * The value of an answer such as `6*7` or `sqrt(-4)`; NaN for a blank one.
 * @throws CompositorError `problem-input` where the text is no expression, uses unknown names or has no value
 */
export function evaluate(text: string, options: EvaluateOptions = {}): Quantity {
  const expression = parseExpression(text)
  if (expression === undefined) return real(Number.NaN)
  return new Evaluator(text, options).value(expression)
}

/** A parsed expression with the names in it checked, to be evaluated for many values of its variables. */
export class Evaluator {
  private readonly variables = new Map(constants)

  constructor(
    private readonly text: string,
    private readonly options: EvaluateOptions,
  ) {
    this.setVariables(options.variables ?? new Map())
  }

  setVariables(values: ReadonlyMap<string, number | Quantity>): void {
    for (const [name, value] of values) {
      this.variables.set(this.cased(name), typeof value === 'number' ? real(value) : value)
    }
  }

  value(expression: Expression): Quantity {
    this.checkNames(expression)
    return this.of(expression)
  }

  private of(expression: Expression): Quantity {
    switch (expression.kind) {
      case 'number':
        return real(expression.value)
      case 'variable':
        return this.variables.get(this.cased(expression.name)) ?? this.refuse()
      case 'call':
        return this.called(expression.name, this.of(expression.argument))
      case 'power':
        return expression.operands
          .map((operand) => this.of(operand))
          .reduceRight((exponent, base) => power(base, exponent) ?? this.refuse())
      case 'parallel':
        return this.parallel(expression.operands.map((operand) => this.of(operand)))
      case 'product':
        return this.product(expression.operands, expression.operators)
      default:
        return this.sum(expression.operands, expression.operators)
    }
  }

  private called(name: string, argument: Quantity): Quantity {
    const lower = this.cased(name)
    const value = calcFunctions.get(lower)?.(argument)
    if (value !== undefined) return value
    if (!lower.startsWith('fact')) return this.refuse()
    throw new UnreadableAnswer(
      toSay("''{text}'' takes a factorial of something else than a small whole number."),
      { text: this.text },
    )
  }

  private parallel(values: readonly Quantity[]): Quantity {
    if (values.some(({ re, im }) => re === 0 && im === 0)) return real(Number.NaN)
    const sum = values.map((value) => divide(real(1), value) ?? this.refuse()).reduce(add)
    return divide(real(1), sum) ?? this.refuse()
  }

  private product(operands: readonly Expression[], operators: string): Quantity {
    let product = real(1)
    for (const [index, operand] of operands.entries()) {
      const value = this.of(operand)
      product =
        operators[index] === '/' ? (divide(product, value) ?? this.refuse()) : multiply(product, value)
    }
    return product
  }

  private sum(operands: readonly Expression[], operators: string): Quantity {
    let sum = real(0)
    for (const [index, operand] of operands.entries()) {
      const value = this.of(operand)
      sum = operators[index] === '-' ? subtract(sum, value) : add(sum, value)
    }
    return sum
  }

  private checkNames(expression: Expression): void {
    const badVariables = new Set<string>()
    const badFunctions = new Set<string>()
    const open: Expression[] = [expression]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next.kind === 'variable') {
        if (!this.variables.has(this.cased(next.name))) badVariables.add(next.name)
      } else if (next.kind === 'call') {
        if (!calcFunctions.has(this.cased(next.name))) badFunctions.add(next.name)
        open.push(next.argument)
      } else if (next.kind !== 'number') open.push(...next.operands)
    }
    if (badVariables.size > 0) this.refuseNames(badVariables, 'variable')
    if (badFunctions.size > 0) this.refuseNames(badFunctions, 'function')
  }

  private refuseNames(names: ReadonlySet<string>, kind: keyof typeof unusable): never {
    const listed = [...names].sort().join(', ')
    const isVariable = kind === 'function' && [...names].some((name) => this.variables.has(this.cased(name)))
    throw new UnreadableAnswer(isVariable ? forgottenSign : unusable[kind], { names: listed })
  }

  private cased(name: string): string {
    return this.options.caseSensitive === true ? name : name.toLowerCase()
  }

  private refuse(): never {
    throw new UnreadableAnswer(toSay("''{text}'' has no value."), { text: this.text })
  }
}
