import { MersenneTwister } from '../../random/mersenne-twister.js'
import type { Variables } from '../variables.js'
import { plainFunctions, type PlainFunction } from './functions.js'
import { tokensOf, Uncertain, type Token } from './tokens.js'
import { negated, operate, PyList, PyTuple, textOf, type Value } from './values.js'

/** Longer scripts are not looked at. */
const longest = 20_000

/** Names that keep their meaning, or the script is for Python. */
const reserved: ReadonlySet<string> = new Set([
  ...'random math loncapa xrange range numpy scipy calc abs round int float str len lc_random lc_choose'.split(
    ' ',
  ),
  ...'and as assert async await break class continue def del elif else except finally for from global if import'.split(
    ' ',
  ),
  ...'in is lambda nonlocal not or pass raise return try while with yield True False None'.split(' '),
])

/**
 * What Python would leave of a script of plain assignments, without Python: numbers, texts, lists, arithmetic and drawn
 * numbers. Undefined for anything it is not certain to do exactly as Python does (docs/decisions/0015-python-in-problems.md).
 * @param occurring what stands after a `$`; of other variables nothing is told
 */
export function plainVariables(
  code: string,
  seed: number,
  given: Readonly<Record<string, string | number>>,
  occurring: readonly string[],
): Variables | undefined {
  if (code.length > longest || !Number.isSafeInteger(seed)) return undefined
  try {
    const script = new PlainScript(tokensOf(code), seed, given)
    script.run()
    return Object.fromEntries(
      Array.from(script.names)
        .filter(([name]) => !name.startsWith('__') && occurring.some((found) => found.startsWith(name)))
        .map(([name, value]) => [name, textOf(value, true)]),
    )
  } catch (thrown) {
    if (thrown instanceof Uncertain) return undefined
    throw thrown
  }
}

/** Reads and does a script at once: without loops and conditions, each word is met once. */
class PlainScript {
  readonly names = new Map<string, Value>()
  private readonly functions: ReadonlyMap<string, PlainFunction>
  private readonly modules = new Set(['random', 'math'])
  private at = 0
  private depth = 0

  constructor(
    private readonly tokens: readonly Token[],
    seed: number,
    given: Readonly<Record<string, string | number>>,
  ) {
    this.functions = plainFunctions(new MersenneTwister(seed))
    for (const [name, value] of Object.entries(given)) {
      this.names.set(name, typeof value === 'number' ? BigInt(value) : value)
    }
  }

  run(): void {
    while (this.at < this.tokens.length) {
      if (!this.isEnd()) this.statement()
      if (!this.isEnd()) throw new Uncertain('a statement')
      this.at++
    }
  }

  private statement(): void {
    const first = this.peek()
    const next = this.tokens[this.at + 1]
    if (first.kind === 'name' && (first.text === 'import' || first.text === 'from')) return this.imported()
    if (first.kind === 'name' && next?.kind === 'sign' && next.text.endsWith('=')) {
      if (reserved.has(first.text)) throw new Uncertain('a name')
      this.at += 2
      const value = this.tuple()
      const before = this.names.get(first.text)
      if (next.text === '=') this.names.set(first.text, value)
      else if (before === undefined || before instanceof PyList) throw new Uncertain('a name')
      else this.names.set(first.text, operate(next.text.slice(0, -1), before, value))
      return
    }
    this.expression()
  }

  /** Only what is there already, or means the same: `import random`, `from loncapa import *`. */
  private imported(): void {
    const words: string[] = []
    while (!this.isEnd()) words.push(this.take().text)
    const line = words.join(' ')
    if (line === 'from loncapa import *') {
      this.modules.add('loncapa')
      this.names.set('deg2rad', Math.PI / 180).set('rad2deg', 180 / Math.PI)
    } else if (!/^import (?:random|math)(?: , (?:random|math))*$/.test(line)) throw new Uncertain('an import')
  }

  private tuple(): Value {
    const first = this.expression()
    if (!this.is(',')) return first
    const items = [first]
    while (this.skip(',')) if (!this.isEnd() && !this.is(')')) items.push(this.expression())
    return new PyTuple(items)
  }

  private expression(): Value {
    if (++this.depth > 50) throw new Uncertain('nesting')
    let value = this.product()
    for (let sign = this.skip('+', '-'); sign !== undefined; sign = this.skip('+', '-')) {
      value = operate(sign, value, this.product())
    }
    this.depth--
    return value
  }

  private product(): Value {
    let value = this.signed()
    for (let sign = this.skip('*', '/', '//', '%'); sign; sign = this.skip('*', '/', '//', '%')) {
      value = operate(sign, value, this.signed())
    }
    return value
  }

  private signed(): Value {
    if (++this.depth > 50) throw new Uncertain('nesting')
    const value = this.skip('-') ? negated(this.signed()) : this.power()
    this.depth--
    return value
  }

  private power(): Value {
    const value = this.item()
    return this.skip('**') ? operate('**', value, this.signed()) : value
  }

  private item(): Value {
    let value = this.atom()
    while (this.skip('[')) {
      const index = this.expression()
      this.expect(']')
      if (!(value instanceof PyList || value instanceof PyTuple) || typeof index !== 'bigint') {
        throw new Uncertain('an index')
      }
      const found = value.items.at(Number(index))
      if (found === undefined) throw new Uncertain('an index')
      value = found
    }
    if (this.is('.') || this.is('(')) throw new Uncertain('a method')
    return value
  }

  private atom(): Value {
    const token = this.take()
    switch (token.kind) {
      case 'int':
        return BigInt(token.text)
      case 'float':
        return Number(token.text)
      case 'text':
        if (this.peek().kind === 'text') throw new Uncertain('joined texts')
        return token.text
      case 'name':
        return this.named(token.text)
      default:
        if (token.text === '(') return this.closed()
        if (token.text === '[') return new PyList(this.list(']'))
        throw new Uncertain(token.text)
    }
  }

  private closed(): Value {
    if (this.skip(')')) return new PyTuple([])
    const value = this.tuple()
    this.expect(')')
    return value
  }

  private named(name: string): Value {
    const path = this.modules.has(name) && this.skip('.') ? `${name}.${this.take().text}` : name
    if (this.skip('(')) {
      const isLoncapa = path.startsWith('lc_')
      const called = isLoncapa && !this.modules.has('loncapa') ? undefined : this.functions.get(path)
      if (called === undefined) throw new Uncertain('a function')
      return called(...this.list(')'))
    }
    if (path === 'math.pi') return Math.PI
    if (path === 'math.e') return Math.E
    if (path === 'True' || path === 'False') throw new Uncertain('a truth value')
    const value = this.names.get(path)
    if (value === undefined) throw new Uncertain('a name')
    return value
  }

  private list(end: string): Value[] {
    const items: Value[] = []
    while (!this.skip(end)) {
      items.push(this.expression())
      if (!this.is(end)) this.expect(',')
    }
    return items
  }

  private peek(): Token {
    return this.tokens[this.at] ?? { kind: 'end', text: '\n' }
  }

  private take(): Token {
    const token = this.peek()
    this.at++
    return token
  }

  private is(sign: string): boolean {
    const token = this.peek()
    return token.kind === 'sign' && token.text === sign
  }

  private isEnd(): boolean {
    return this.peek().kind === 'end'
  }

  private skip(...signs: readonly string[]): string | undefined {
    const token = this.peek()
    if (token.kind !== 'sign' || !signs.includes(token.text)) return undefined
    this.at++
    return token.text
  }

  private expect(sign: string): void {
    if (!this.skip(sign)) throw new Uncertain(`no ${sign}`)
  }
}
