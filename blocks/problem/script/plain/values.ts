import { Uncertain } from './tokens.js'

/** A value of Python: whole numbers are bigint, floats are number, None is null. */
export type Value = bigint | number | string | boolean | null | PyList | PyTuple

/** A list of Python. */
export class PyList {
  constructor(readonly items: Value[]) {}
}

/** A tuple of Python. */
export class PyTuple {
  constructor(readonly items: readonly Value[]) {}
}

/** Largest whole number that is the same as a float, and most digits worked with. */
const exact = 9_007_199_254_740_992n
const large = 10n ** 300n
const longestText = 20_000

/** A number as a float. @throws Uncertain where it is none, or not exactly one */
export function floatOf(value: Value): number {
  if (typeof value === 'number') return value
  if (typeof value !== 'bigint' || value > exact || value < -exact) throw new Uncertain('a number')
  return Number(value)
}

/** A whole number that counts something. @throws Uncertain */
export function countOf(value: Value): number {
  if (typeof value !== 'bigint') throw new Uncertain('a whole number')
  return floatOf(value)
}

/** What an operator gives. @throws Uncertain */
export function operate(sign: string, one: Value, other: Value): Value {
  if (typeof one === 'bigint' && typeof other === 'bigint') return whole(sign, one, other)
  if (typeof one === 'string' && sign === '+' && typeof other === 'string') return bounded(one + other)
  if (one instanceof PyList && sign === '+' && other instanceof PyList)
    return new PyList([...one.items, ...other.items])
  if (typeof one === 'string' && sign === '%') return formatted(one, other)
  if (typeof one === 'string' && sign === '*' && typeof other === 'bigint')
    return bounded(one.repeat(Math.min(longestText + 1, Math.max(0, countOf(other)))))
  const [left, right] = [floatOf(one), floatOf(other)]
  switch (sign) {
    case '+':
      return finite(left + right)
    case '-':
      return finite(left - right)
    case '*':
      return finite(left * right)
    case '/':
      return finite(left / right)
    default:
      throw new Uncertain(sign)
  }
}

function whole(sign: string, one: bigint, other: bigint): Value {
  switch (sign) {
    case '+':
      return notLarge(one + other)
    case '-':
      return notLarge(one - other)
    case '*':
      return notLarge(one * other)
    case '/':
      return finite(floatOf(one) / floatOf(other))
    case '//':
    case '%': {
      if (other === 0n) throw new Uncertain('division by zero')
      const rest = one % other
      const down = rest !== 0n && rest < 0n !== other < 0n
      if (sign === '%') return down ? rest + other : rest
      return down ? one / other - 1n : one / other
    }
    case '**':
      if (other < 0n || other > 200n) throw new Uncertain('a power')
      return notLarge(one ** other)
    default:
      throw new Uncertain(sign)
  }
}

/** The opposite number. @throws Uncertain */
export function negated(value: Value): Value {
  if (typeof value === 'bigint' || typeof value === 'number') return -value
  throw new Uncertain('a sign')
}

/** `round(value, digits)`: exact ties go to the even digit. @throws Uncertain */
export function rounded(value: Value, digits: Value | undefined): Value {
  const places = digits === undefined || digits === null ? 0 : countOf(digits)
  if (typeof value === 'bigint' && places >= 0) return value
  const text = fixed(floatOf(value), places)
  return digits === undefined || digits === null ? BigInt(text) : Number(text)
}

/** The decimal places of a float as Python writes them: of exact ties, the even digit. @throws Uncertain */
export function fixed(value: number, places: number): string {
  const size = Math.abs(value)
  if (places < 0 || places > 15 || size >= 1e15 || (size !== 0 && size < 1e-9))
    throw new Uncertain('a rounding')
  const digits = size.toFixed(100)
  const point = digits.indexOf('.')
  const isTie = /^50*$/.test(digits.slice(point + 1 + places))
  const cut = digits.slice(0, point + (places === 0 ? 0 : 1 + places))
  const isEven = /[02468]$/.test(cut)
  const text = isTie && isEven ? cut : size.toFixed(places)
  return value < 0 || Object.is(value, -0) ? `-${text}` : text
}

/** `str(value)`, after a journey through JSON when `kept`: tuples are lists then. @throws Uncertain */
export function textOf(value: Value, kept = false): string {
  if (typeof value === 'string') return value
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number') return floatText(value)
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (value instanceof PyTuple && !kept) throw new Uncertain('a tuple')
  return `[${value.items.map((item) => itemText(item, kept)).join(', ')}]`
}

function itemText(value: Value, kept: boolean): string {
  if (typeof value !== 'string') return textOf(value, kept)
  if (!/^[ -&(-[\]-~]*$/.test(value)) throw new Uncertain('a quoted text')
  return `'${value}'`
}

/** The shortest text that is this float; with an exponent from 1e16 on and below 1e-4. */
function floatText(value: number): string {
  finite(value)
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const [digits = '', exponent = '0'] = value.toExponential().split('e')
  const power = Number(exponent)
  if (power >= -4 && power < 16) {
    if (power >= 0) return Number.isInteger(value) ? `${BigInt(value)}.0` : String(value)
    const plain = digits.replace('-', '').replace('.', '')
    return `${value < 0 ? '-' : ''}0.${'0'.repeat(-power - 1)}${plain}`
  }
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}

/** `format % values`, of the plain directives `%s`, `%d`, `%i`, `%f` and `%.Nf`. @throws Uncertain */
function formatted(format: string, values: Value): string {
  const given = values instanceof PyTuple ? [...values.items] : [values]
  const text = format.replaceAll(/%(.?)(?:(\d+)([a-z]))?/gs, (directive: string) => {
    if (directive.startsWith('%%')) return directive.slice(1)
    const found = /^%(?:(s)|([di])|(?:\.(\d+))?(f))/.exec(directive)
    const value = given.shift()
    if (!found || value === undefined) throw new Uncertain('a format')
    const rest = directive.slice(found[0].length)
    if (rest.includes('%')) throw new Uncertain('a format')
    if (found[1]) return textOf(value) + rest
    if (found[2]) return String(typeof value === 'bigint' ? value : truncated(value)) + rest
    return fixed(floatOf(value), Number(found[3] ?? 6)) + rest
  })
  if (given.length > 0) throw new Uncertain('a format')
  return bounded(text)
}

/** `int(value)` of a number. @throws Uncertain */
export function truncated(value: Value): bigint {
  return typeof value === 'bigint' ? value : BigInt(Math.trunc(finite(floatOf(value))))
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new Uncertain('a number that is not finite')
  return value
}

function notLarge(value: bigint): bigint {
  if (value > large || value < -large) throw new Uncertain('a large number')
  return value
}

function bounded(text: string): string {
  if (text.length > longestText) throw new Uncertain('a long text')
  return text
}
