import { foreignCharacter, legibleMaths } from '../legible-text.js'
import { stripped } from '../python-text.js'
import type { Expression } from './expression.js'
import { toSay } from '../../../runtime/words/index.js'
import { UnreadableAnswer } from '../unreadable-answer.js'

/** Longer answers are refused: no honest formula comes near it. */
const longest = 10_000
const deepest = 150

const space = /[ \t\r\n]*/y
const sign = /[+-]/y
const digits = /\d+(?:\.\d*)?|\.\d+/y
const exponent = /[eE][ \t\r\n]*([+-]?)[ \t\r\n]*(\d+)/y
const percent = /%/y
const plainName = /[A-Za-z][A-Za-z0-9_]*'*/y
const tensorName = /[A-Za-z][A-Za-z0-9]*(?:(?:_\{[A-Za-z0-9]+\})?\^\{[A-Za-z0-9]+\}|_\{[A-Za-z0-9]+\})'*/y

/**
 * Reads an answer by the grammar of the incumbent's `calc`: `+ - * / ^ ||`, `%` after numbers, functions of one
 * argument, names with primes and indices; no multiplication without a sign. It is read by what can be seen of it
 * ({@link legibleMaths}). Undefined for a blank text.
 * @throws CompositorError `problem-input`
 */
export function parseExpression(written: string): Expression | undefined {
  const text = legibleMaths(written)
  if (stripped(text) === '') return undefined
  if (text.length > longest) throw new UnreadableAnswer(toSay('The answer is too long to be read as maths.'))
  checkParentheses(text)
  const parser = new ExpressionParser(text)
  return parser.whole()
}

function checkParentheses(text: string): void {
  let open = 0
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '(') open++
    else if (text[index] === ')' && --open < 0) {
      const before = text.slice(0, index)
      throw new UnreadableAnswer(toSay("There is a closing parenthesis too many after ''{before}''."), {
        before,
      })
    }
  }
  if (open > 0) {
    throw new UnreadableAnswer(toSay("{open} of the parentheses in ''{text}'' are not closed."), {
      open,
      text,
    })
  }
}

class ExpressionParser {
  private at = 0
  private depth = 0

  constructor(private readonly text: string) {}

  whole(): Expression {
    const expression = this.sum()
    this.take(space)
    if (this.at < this.text.length) this.refuse()
    return expression
  }

  private sum(): Expression {
    if (++this.depth > deepest) this.refuse()
    this.take(space)
    let operators = this.take(sign) ?? '+'
    const operands = [this.product()]
    for (;;) {
      this.take(space)
      const operator = this.take(sign)
      if (operator === undefined) break
      operators += operator
      operands.push(this.product())
    }
    this.depth--
    return operands.length === 1 && operators === '+' ? first(operands) : { kind: 'sum', operands, operators }
  }

  private product(): Expression {
    const operands = [this.parallel()]
    let operators = '*'
    for (;;) {
      this.take(space)
      const operator = this.text[this.at]
      if (operator !== '*' && operator !== '/') break
      this.at++
      operators += operator
      operands.push(this.parallel())
    }
    return operands.length === 1 ? first(operands) : { kind: 'product', operands, operators }
  }

  private parallel(): Expression {
    const operands = [this.power()]
    for (this.take(space); this.text.startsWith('||', this.at); this.take(space)) {
      this.at += 2
      operands.push(this.power())
    }
    return operands.length === 1 ? first(operands) : { kind: 'parallel', operands }
  }

  private power(): Expression {
    const operands = [this.atom()]
    for (this.take(space); this.text[this.at] === '^'; this.take(space)) {
      this.at++
      operands.push(this.atom())
    }
    return operands.length === 1 ? first(operands) : { kind: 'power', operands }
  }

  private atom(): Expression {
    this.take(space)
    return this.number() ?? this.call() ?? this.variable() ?? this.group() ?? this.refuse()
  }

  private number(): Expression | undefined {
    const start = this.at
    const minus = this.take(sign) === '-'
    this.take(space)
    const mantissa = this.take(digits)
    if (mantissa === undefined) {
      this.at = start
      return undefined
    }
    const afterMantissa = this.at
    this.take(space)
    const power = this.take(exponent)?.replace(/[ \t\r\n]/g, '')
    if (power === undefined) this.at = afterMantissa
    let value = Number((minus ? '-' : '') + mantissa + (power ?? ''))
    const afterNumber = this.at
    this.take(space)
    if (this.take(percent) === undefined) this.at = afterNumber
    else value *= 0.01
    return { kind: 'number', value }
  }

  private call(): Expression | undefined {
    const start = this.at
    const name = this.take(plainName)
    this.take(space)
    if (name === undefined || this.text[this.at] !== '(') {
      this.at = start
      return undefined
    }
    this.at++
    return { kind: 'call', name, argument: this.closed() }
  }

  private variable(): Expression | undefined {
    const name = this.take(tensorName) ?? this.take(plainName)
    return name === undefined ? undefined : { kind: 'variable', name }
  }

  private group(): Expression | undefined {
    if (this.text[this.at] !== '(') return undefined
    this.at++
    return this.closed()
  }

  private closed(): Expression {
    const inner = this.sum()
    this.take(space)
    if (this.text[this.at] !== ')') this.refuse()
    this.at++
    return inner
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0]
    if (found !== undefined) this.at = pattern.lastIndex
    return found
  }

  private refuse(): never {
    const foreign = foreignCharacter(this.text)
    const { text } = this
    if (foreign === undefined) throw new UnreadableAnswer(toSay("''{text}'' is not valid maths."), { text })
    throw new UnreadableAnswer(
      toSay("''{text}'' is not valid maths: the character ''{character}'' ({code}) has no meaning in it."),
      { text, ...foreign },
    )
  }
}

function first(operands: readonly Expression[]): Expression {
  const [operand] = operands
  if (operand === undefined) throw new TypeError('an operator has at least one operand')
  return operand
}
