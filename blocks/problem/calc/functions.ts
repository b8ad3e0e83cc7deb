import * as c from './complex-functions.js'
import { complex, divide, magnitude, real, subtract, type Quantity } from './quantity.js'

/** A function of the grammar; undefined where its argument is outside what Python accepts. */
export type CalcFunction = (argument: Quantity) => Quantity | undefined

type OnReal = (x: number) => number
type OnComplex = (z: Quantity) => Quantity

/** Real for real arguments, NaN outside the real domain. */
const plain =
  (onReal: OnReal, onComplex: OnComplex): CalcFunction =>
  (z) =>
    z.complex ? onComplex(z) : real(onReal(z.re), true)

/** Real for real arguments inside the domain, complex outside, as numpy's scimath. */
const extended =
  (inside: (x: number) => boolean, onReal: OnReal, onComplex: OnComplex): CalcFunction =>
  (z) =>
    z.complex || !inside(z.re) ? onComplex(complex(z.re, z.im)) : real(onReal(z.re), true)

const notNegative = (x: number) => !(x < 0)
const inUnit = (x: number) => !(Math.abs(x) > 1)
const one = real(1)

const overValue =
  (inner: CalcFunction): CalcFunction =>
  (z) => {
    const value = inner(z)
    return value && divide(one, value)
  }
const ofReciprocal =
  (outer: CalcFunction): CalcFunction =>
  (z) => {
    const reciprocal = divide(one, z)
    return reciprocal && outer(reciprocal)
  }
const scaledLog = (base: number) => (z: Quantity) => {
  const { re, im } = c.log(z)
  return complex(re / base, im / base, true)
}

const sin = plain(Math.sin, c.sin)
const cos = plain(Math.cos, c.cos)
const tan = plain(Math.tan, c.tan)
const sinh = plain(Math.sinh, c.sinh)
const cosh = plain(Math.cosh, c.cosh)
const tanh = plain(Math.tanh, c.tanh)
const arctan = plain(Math.atan, c.arctan)
const arcsinh = plain(Math.asinh, c.arcsinh)
const arccosh = plain(Math.acosh, c.arccosh)

/**
 * The functions an answer may use, by lower-case name. `arcsec`, `arccsc` and `arcsech` to `arccoth` stay real
 * (NaN outside), the others turn complex, as measured on the incumbent's `calc`.
 */
export const calcFunctions: ReadonlyMap<string, CalcFunction> = new Map<string, CalcFunction>([
  ['sin', sin],
  ['cos', cos],
  ['tan', tan],
  ['sec', overValue(cos)],
  ['csc', overValue(sin)],
  ['cot', overValue(tan)],
  ['sqrt', extended(notNegative, Math.sqrt, c.sqrt)],
  ['log10', extended(notNegative, Math.log10, scaledLog(Math.LN10))],
  ['log2', extended(notNegative, Math.log2, scaledLog(Math.LN2))],
  ['ln', extended(notNegative, Math.log, c.log)],
  ['exp', plain(Math.exp, c.exp)],
  ['arccos', extended(inUnit, Math.acos, c.arccos)],
  ['arcsin', extended(inUnit, Math.asin, c.arcsin)],
  ['arctan', arctan],
  ['arcsec', ofReciprocal(plain(Math.acos, c.arccos))],
  ['arccsc', ofReciprocal(plain(Math.asin, c.arcsin))],
  ['arccot', arccot],
  ['abs', (z) => real(magnitude(z), true)],
  ['fact', factorial],
  ['factorial', factorial],
  ['sinh', sinh],
  ['cosh', cosh],
  ['tanh', tanh],
  ['sech', overValue(cosh)],
  ['csch', overValue(sinh)],
  ['coth', overValue(tanh)],
  ['arcsinh', arcsinh],
  ['arccosh', arccosh],
  ['arctanh', extended(inUnit, Math.atanh, c.arctanh)],
  ['arcsech', ofReciprocal(arccosh)],
  ['arccsch', ofReciprocal(arcsinh)],
  ['arccoth', ofReciprocal(plain(Math.atanh, c.arctanh))],
])

function arccot(z: Quantity): Quantity | undefined {
  const angle = arctan(z)
  return angle && subtract(real(z.re < 0 ? -Math.PI / 2 : Math.PI / 2), angle)
}

function factorial({ re, complex: isComplex }: Quantity): Quantity | undefined {
  if (isComplex || !Number.isInteger(re) || re < 0 || re > 170) return undefined
  let product = 1
  for (let factor = 2; factor <= re; factor++) product *= factor
  return real(product)
}
