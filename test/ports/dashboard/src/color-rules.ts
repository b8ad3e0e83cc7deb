/** A rule of an author's: which numbers it is for, and the colour that they have. */
export interface ColorRule {
  readonly color: string
  readonly fits: (x: number) => boolean
}

type Operand = 'x' | number

const color =
  /^(?:#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})|[a-z]{3,30}|(?:rgb|hsl)a?\([\d\s.,%/]{1,50}\))$/i
const operand = String.raw`(x|-?\d+(?:\.\d+)?)`
const comparison = new RegExp(
  String.raw`^${operand}\s*(<=|>=|==|!=|<|>)\s*${operand}(?:\s*(<=|>=|<|>)\s*${operand})?$`,
)

/** @returns the rule that a line is, or why it is none */
function ruleOf(line: string): ColorRule | string {
  const at = line.indexOf(':')
  const [condition, painted] = at < 0 ? ['', line] : [line.slice(0, at).trim(), line.slice(at + 1).trim()]
  if (!color.test(painted)) return `'${painted.slice(0, 60)}' is no colour.`
  if (condition === '') return { color: painted, fits: () => true }
  if (/^-?\d+(\.\d+)?$/.test(condition)) return { color: painted, fits: (x) => x === Number(condition) }
  const found = comparison.exec(condition)
  if (!found) return `'${condition.slice(0, 60)}' is no number, and compares x with none, as in 0 <= x < 5.`
  const [first, second, third] = [found[1], found[3], found[5]].map((one) =>
    one === 'x' ? one : Number(one),
  )
  const [, , sign = '', , more] = found
  return {
    color: painted,
    fits: (x) =>
      compared(x, first ?? 0, sign, second ?? 0) &&
      (more === undefined || compared(x, second ?? 0, more, third ?? 0)),
  }
}

function compared(x: number, left: Operand, sign: string, right: Operand): boolean {
  const [one, other] = [left === 'x' ? x : left, right === 'x' ? x : right]
  if (sign === '<=') return one <= other
  if (sign === '>=') return one >= other
  if (sign === '<') return one < other
  if (sign === '>') return one > other
  return (one === other) === (sign === '==')
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** What is wrong with an author's rules, in words with the line; undefined where nothing is. */
export function faultIn(text: string): string | undefined {
  for (const [at, line] of linesOf(text).entries()) {
    const rule = ruleOf(line)
    if (typeof rule === 'string') return `Rule ${at + 1}: ${rule}`
  }
  return undefined
}

/** The colour of a number: that of the first rule that fits. */
export function colorOf(text: string, x: number): string | undefined {
  for (const line of linesOf(text)) {
    const rule = ruleOf(line)
    if (typeof rule !== 'string' && rule.fits(x)) return rule.color
  }
  return undefined
}
