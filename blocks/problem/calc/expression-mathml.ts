import { escapeHtml } from '../../../runtime/html/index.js'
import type { Expression } from './expression.js'

/**
 * An expression as MathML, the way it is read: products and fractions stand as they are worked out, and there are parentheses
 * where they are needed, not where they were typed.
 */
export function expressionMathml(expression: Expression): string {
  return `<math display="block">${of(expression)}</math>`
}

/** How firmly the parts of an expression hold together: the looser ones need parentheses within the firmer. */
const firmness = { sum: 1, product: 2, parallel: 3, power: 4 } as const

function of(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return number(expression.value)
    case 'variable':
      return name(expression.name)
    case 'call':
      return call(expression.name, expression.argument)
    case 'power':
      return power(expression.operands)
    case 'parallel':
      return row(expression.operands.map((operand) => within(operand, firmness.parallel)).join(sign('∥')))
    case 'product':
      return product(expression.operands, expression.operators)
    default:
      return sum(expression.operands, expression.operators)
  }
}

function sum(operands: readonly Expression[], operators: string): string {
  const terms = operands.map((operand, index) => {
    const operator = operators[index] === '-' ? sign('−') : index === 0 ? '' : sign('+')
    return operator + within(operand, firmness.sum)
  })
  return row(terms.join(''))
}

/** A quotient stands over its divisor, with all that was multiplied before it. */
function product(operands: readonly Expression[], operators: string): string {
  let made = ''
  for (const [index, operand] of operands.entries()) {
    const isAboveLine = index === 0 && operators[1] === '/'
    if (index === 0) made = isAboveLine ? of(operand) : within(operand, firmness.product)
    else if (operators[index] === '*') made += sign('·') + within(operand, firmness.product)
    else made = `<mfrac>${row(made)}${row(of(operand))}</mfrac>`
  }
  return row(made)
}

function power(operands: readonly Expression[]): string {
  const [base, ...exponents] = operands
  if (base === undefined) return ''
  const [only, ...more] = exponents
  if (only === undefined) return within(base, firmness.power)
  const raised = more.length === 0 ? of(only) : power(exponents)
  return `<msup>${row(within(base, firmness.power))}${row(raised)}</msup>`
}

function call(called: string, argument: Expression): string {
  const inside = of(argument)
  switch (called.toLowerCase()) {
    case 'sqrt':
      return `<msqrt>${inside}</msqrt>`
    case 'abs':
      return row(sign('|') + inside + sign('|'))
    case 'fact':
    case 'factorial':
      return row(within(argument, firmness.power) + sign('!'))
    default:
      return row(`<mi>${escapeHtml(called)}</mi>${inParentheses(inside)}`)
  }
}

/** A part of a firmer expression. */
function within(part: Expression, firm: number): string {
  const isNegative = part.kind === 'number' && (part.value < 0 || Object.is(part.value, -0))
  const isFirm = !(part.kind in firmness) || firmness[part.kind as keyof typeof firmness] > firm
  return isNegative || !isFirm ? inParentheses(of(part)) : of(part)
}

function number(value: number): string {
  const [mantissa = '', exponent] = String(Math.abs(value)).split('e')
  const minus = value < 0 ? sign('−') : ''
  if (exponent === undefined) return minus === '' ? digits(mantissa) : row(minus + digits(mantissa))
  const power = exponent.startsWith('-') ? sign('−') + digits(exponent.slice(1)) : digits(exponent.slice(1))
  return row(`${minus}${digits(mantissa)}${sign('×')}<msup>${digits('10')}${row(power)}</msup>`)
}

function digits(text: string): string {
  return text === 'Infinity' ? '<mi>∞</mi>' : `<mn>${text}</mn>`
}

/** A name, with Greek letters as letters, what follows `_` below it, what is in `^{…}` above it. */
function name(written: string): string {
  const [, base = '', below, above, primes = ''] =
    /^([A-Za-z][A-Za-z0-9]*)(?:_\{?([A-Za-z0-9_]+)\}?)?(?:\^\{([A-Za-z0-9]+)\})?('*)$/.exec(written) ?? []
  if (base === '') return `<mi>${escapeHtml(written)}</mi>`
  const letter = `<mi>${greek.get(base) ?? base}</mi>`
  const raised =
    (above === undefined ? '' : `<mi>${above}</mi>`) + (primes && sign('′'.repeat(primes.length)))
  if (below === undefined) return raised === '' ? letter : `<msup>${letter}${row(raised)}</msup>`
  const low = `<mi>${greek.get(below) ?? below}</mi>`
  return raised === '' ? `<msub>${letter}${low}</msub>` : `<msubsup>${letter}${low}${row(raised)}</msubsup>`
}

const greek: ReadonlyMap<string, string> = new Map(
  (
    'alpha α beta β gamma γ delta δ epsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ ' +
    'upsilon υ phi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω hbar ℏ infty ∞'
  )
    .split(' ')
    .flatMap((word, index, all): [string, string][] =>
      index % 2 === 0 ? [[word, all[index + 1] ?? word]] : [],
    ),
)

function inParentheses(inside: string): string {
  return row(sign('(') + inside + sign(')'))
}

function sign(character: string): string {
  return `<mo>${character}</mo>`
}

function row(inside: string): string {
  return `<mrow>${inside}</mrow>`
}
