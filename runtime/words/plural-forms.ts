import { CompositorError } from '../errors/index.js'

/** Numbers that tell the forms of a language apart, as far as whole numbers go. */
const mostCounted = 1000

/**
 * Which of the numbered forms of a gettext catalogue each plural category of a language has, by the catalogue's own rule.
 * @param rule of the header `Plural-Forms`: `nplurals=2; plural=(n != 1);`
 * @throws CompositorError `plugin-invalid` for a rule that cannot be read
 */
export function formsByCategory(rule: string, locale: string): ReadonlyMap<Intl.LDMLPluralRule, number> {
  const [, expression] = /plural\s*=\s*([^;]+)/.exec(rule) ?? []
  if (expression === undefined) throw unreadable(rule)
  const formOf = new PluralRule(expression).formOf
  const rules = new Intl.PluralRules(locale)
  const found = new Map<Intl.LDMLPluralRule, number>()
  for (let count = 0; count < mostCounted; count++) {
    const category = rules.select(count)
    if (!found.has(category)) found.set(category, formOf(count))
  }
  return found
}

type Formula = (count: number) => number

/** Operators of C that such rules use, from those that bind least. */
const operators: readonly Readonly<Record<string, (one: number, other: number) => number>>[] = [
  { '||': (one, other) => Number(one !== 0 || other !== 0) },
  { '&&': (one, other) => Number(one !== 0 && other !== 0) },
  { '==': (one, other) => Number(one === other), '!=': (one, other) => Number(one !== other) },
  {
    '<=': (one, other) => Number(one <= other),
    '>=': (one, other) => Number(one >= other),
    '<': (one, other) => Number(one < other),
    '>': (one, other) => Number(one > other),
  },
  { '+': (one, other) => one + other, '-': (one, other) => one - other },
  {
    '*': (one, other) => one * other,
    '/': (one, other) => Math.trunc(one / other),
    '%': (one, other) => one % other,
  },
]

/** The rule of a gettext catalogue, an expression of C over `n`. */
class PluralRule {
  readonly formOf: Formula
  readonly #tokens: string[]
  readonly #written: string

  /** @throws CompositorError `plugin-invalid` */
  constructor(written: string) {
    this.#written = written
    this.#tokens = written.match(/\d{1,9}|[a-z]+|\|\||&&|[=!<>]=|\S/g) ?? []
    if (this.#tokens.length > 300) throw unreadable(written)
    this.formOf = this.#choice()
    if (this.#tokens.length > 0) throw unreadable(written)
  }

  #choice(): Formula {
    const asked = this.#binary(0)
    if (!this.#takes('?')) return asked
    const yes = this.#choice()
    if (!this.#takes(':')) throw unreadable(this.#written)
    const no = this.#choice()
    return (count) => (asked(count) === 0 ? no(count) : yes(count))
  }

  #binary(level: number): Formula {
    const known = operators[level]
    if (!known) return this.#operand()
    let left = this.#binary(level + 1)
    for (;;) {
      const [token = ''] = this.#tokens
      const apply = Object.hasOwn(known, token) ? known[token] : undefined
      if (!apply) return left
      this.#tokens.shift()
      const [one, other] = [left, this.#binary(level + 1)]
      left = (count) => apply(one(count), other(count))
    }
  }

  #operand(): Formula {
    const token = this.#tokens.shift() ?? ''
    if (token === 'n') return (count) => count
    if (/^\d/.test(token)) return () => Number(token)
    if (token === '!') {
      const inner = this.#operand()
      return (count) => Number(inner(count) === 0)
    }
    if (token !== '(') throw unreadable(this.#written)
    const inner = this.#choice()
    if (!this.#takes(')')) throw unreadable(this.#written)
    return inner
  }

  #takes(token: string): boolean {
    if (this.#tokens[0] !== token) return false
    this.#tokens.shift()
    return true
  }
}

function unreadable(rule: string): CompositorError {
  const message = `The rule '${rule.slice(0, 200)}' for plural forms of a catalogue cannot be read.`
  return new CompositorError('plugin-invalid', message)
}
