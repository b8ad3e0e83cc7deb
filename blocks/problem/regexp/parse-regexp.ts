import { anyOf, ignoringCase, inRange, namedSets } from './character-test.js'
import type { CharacterTest, RegexpFlags, RegexpNode } from './regexp-node.js'

export interface ParsedRegexp {
  readonly node: RegexpNode
  /** Whether the pattern refers back to a group. */
  readonly refersBack: boolean
}

const quantifier = /(?:([*+?])|\{(\d*)(,?)(\d*)\})[?+]?/y
const deepest = 100

/**
 * Reads a regular expression as Python's `re` does.
 * @throws SyntaxError where Python would, and for verbose mode, conditionals and named characters
 */
export function parseRegexp(pattern: string, ignoreCase: boolean): ParsedRegexp {
  return new RegexpParser(pattern, { ignoreCase, dotAll: false, multiline: false }).whole()
}

class RegexpParser {
  private readonly source: readonly string[]
  private at = 0
  private depth = 0
  private groups = 0
  private refersBack = false
  private readonly names = new Map<string, number>()

  constructor(
    pattern: string,
    private flags: RegexpFlags,
  ) {
    this.source = Array.from(pattern)
  }

  whole(): ParsedRegexp {
    const node = this.choice()
    if (this.at < this.source.length) this.fail('unbalanced parenthesis')
    return { node, refersBack: this.refersBack }
  }

  private choice(): RegexpNode {
    if (++this.depth > deepest) this.fail('nested too deeply')
    const nodes = [this.sequence()]
    while (this.skip('|')) nodes.push(this.sequence())
    this.depth--
    return { kind: 'choice', nodes }
  }

  private sequence(): RegexpNode {
    const nodes: RegexpNode[] = []
    while (this.at < this.source.length && this.source[this.at] !== '|' && this.source[this.at] !== ')') {
      const node = this.item()
      if (node !== undefined) nodes.push(this.repeated(node))
    }
    return { kind: 'sequence', nodes }
  }

  private repeated(node: RegexpNode): RegexpNode {
    const bounds = this.bounds()
    if (bounds === undefined) return node
    if (node.kind === 'assertion' && bounds.most > 1) this.fail('nothing to repeat')
    if (this.bounds() !== undefined) this.fail('multiple repeat')
    if (bounds.most < bounds.least) this.fail('min repeat greater than max repeat')
    return { kind: 'repeat', node, ...bounds }
  }

  private bounds(): { least: number; most: number } | undefined {
    const next = this.source[this.at]
    if (next !== '*' && next !== '+' && next !== '?' && next !== '{') return undefined
    quantifier.lastIndex = 0
    const found = quantifier.exec(this.source.slice(this.at, this.at + 24).join(''))
    if (found === null || found[0].startsWith('{}')) return undefined
    this.at += found[0].length
    const [, mark, least, comma, most] = found
    if (mark !== undefined) return { least: mark === '+' ? 1 : 0, most: mark === '?' ? 1 : Infinity }
    const low = least ? Number(least) : 0
    return { least: low, most: comma === '' ? low : most ? Number(most) : Infinity }
  }

  private item(): RegexpNode | undefined {
    const character = this.next()
    switch (character) {
      case '.':
        return { kind: 'any', flags: this.flags }
      case '^':
        return this.assertion('start')
      case '$':
        return this.assertion('end')
      case '(':
        return this.group()
      case '[':
        return this.character(this.set())
      case '\\':
        return this.escape()
      case '*':
      case '+':
      case '?':
        return this.fail('nothing to repeat')
      default:
        return this.literal(character)
    }
  }

  private group(): RegexpNode | undefined {
    if (!this.skip('?')) return this.capture(++this.groups)
    if (this.skip('#')) {
      while (this.next() !== ')');
      return undefined
    }
    if (this.skip(':') || this.skip('>')) return this.closed(this.choice())
    if (this.skip('=')) return this.look(true, false)
    if (this.skip('!')) return this.look(true, true)
    if (this.skip('<')) return this.skip('=') ? this.look(false, false) : this.lookBehindNot()
    if (this.skip('P')) return this.named()
    return this.flagged()
  }

  private lookBehindNot(): RegexpNode {
    if (!this.skip('!')) this.fail('unknown extension')
    return this.look(false, true)
  }

  private look(ahead: boolean, negative: boolean): RegexpNode {
    return { kind: 'look', node: this.closed(this.choice()), ahead, negative }
  }

  private named(): RegexpNode {
    if (this.skip('=')) return this.reference(this.names.get(this.until(')')))
    if (!this.skip('<')) this.fail('unknown extension')
    const number = ++this.groups
    this.names.set(this.until('>'), number)
    return this.capture(number)
  }

  private flagged(): RegexpNode | undefined {
    const outer = this.flags
    const changed = { ...outer }
    let on = true
    for (let flag = this.next(); flag !== ')' && flag !== ':'; flag = this.next()) {
      if (flag === '-') on = false
      else if (flag === 'i') changed.ignoreCase = on
      else if (flag === 's') changed.dotAll = on
      else if (flag === 'm') changed.multiline = on
      else if (flag !== 'u' && flag !== 'a') this.fail(`flag '${flag}' is not supported`)
    }
    if (this.source[this.at - 1] === ')') {
      Object.assign(outer, changed)
      return undefined
    }
    this.flags = changed
    const node = this.closed(this.choice())
    this.flags = outer
    return node
  }

  private capture(number: number): RegexpNode {
    return { kind: 'group', number, node: this.closed(this.choice()) }
  }

  private closed(node: RegexpNode): RegexpNode {
    if (!this.skip(')')) this.fail('missing ), unterminated subpattern')
    return node
  }

  private set(): CharacterTest {
    const negated = this.skip('^')
    const tests: CharacterTest[] = []
    for (let first = true; first || this.source[this.at] !== ']'; first = false) {
      const low = this.setMember()
      if (
        this.source[this.at] === '-' &&
        this.source[this.at + 1] !== ']' &&
        this.source[this.at + 1] !== undefined
      ) {
        this.at++
        const high = this.setMember()
        if (typeof low !== 'string' || typeof high !== 'string' || low > high)
          this.fail('bad character range')
        else tests.push(inRange(low, high))
      } else tests.push(typeof low === 'string' ? inRange(low, low) : low)
    }
    this.at++
    const either = anyOf(tests, false)
    return negated ? this.opposite(either) : either
  }

  /** `[^a]` blind to case must not let `A` through, so case is settled before the negation. */
  private opposite(test: CharacterTest): CharacterTest {
    const { flags } = this
    const blind = ignoringCase(test)
    return (character) => !(flags.ignoreCase ? blind : test)(character)
  }

  private setMember(): string | CharacterTest {
    const character = this.next()
    if (character !== '\\') return character
    const named = namedSets.get(this.source[this.at] ?? '')
    if (named !== undefined) {
      this.at++
      return named
    }
    if (this.skip('b')) return '\b'
    return this.escapedCharacter()
  }

  private escape(): RegexpNode {
    const next = this.source[this.at] ?? ''
    const named = namedSets.get(next)
    if (named !== undefined) {
      this.at++
      return this.character(named)
    }
    if (this.skip('b')) return this.assertion('wordBoundary')
    if (this.skip('B')) return this.assertion('notWordBoundary')
    if (this.skip('A')) return this.assertion('textStart')
    if (this.skip('Z')) return this.assertion('textEnd')
    if (/[1-9]/.test(next) && !/^[0-3][0-7]{2}/.test(this.source.slice(this.at, this.at + 3).join(''))) {
      const digits = /^\d{1,2}/.exec(this.source.slice(this.at, this.at + 2).join(''))?.[0] ?? ''
      this.at += digits.length
      return this.reference(Number(digits))
    }
    return this.literal(this.escapedCharacter())
  }

  private escapedCharacter(): string {
    const character = this.next()
    const control = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', a: '\u0007' }[character]
    if (control !== undefined) return control
    const width = { x: 2, u: 4, U: 8 }[character]
    if (width !== undefined) return this.byCode(width, 16)
    if (/[0-7]/.test(character)) {
      this.at--
      const octal = /^[0-7]{1,3}/.exec(this.source.slice(this.at, this.at + 3).join(''))?.[0] ?? ''
      return this.byCode(octal.length, 8)
    }
    if (/[A-Za-z0-9]/.test(character)) this.fail(`bad escape \\${character}`)
    return character
  }

  private byCode(width: number, base: number): string {
    const digits = this.source.slice(this.at, this.at + width).join('')
    const code =
      /^[0-9a-f]+$/i.test(digits) && digits.length === width ? Number.parseInt(digits, base) : Number.NaN
    if (!(code <= 0x10ffff)) this.fail('incomplete escape')
    this.at += width
    return String.fromCodePoint(code)
  }

  private reference(number: number | undefined): RegexpNode {
    if (number === undefined || number > this.groups) return this.fail('invalid group reference')
    this.refersBack = true
    return { kind: 'reference', number, flags: this.flags }
  }

  private literal(character: string): RegexpNode {
    return this.character((other) => other === character)
  }

  private character(test: CharacterTest): RegexpNode {
    return { kind: 'character', test, flags: this.flags }
  }

  private assertion(assertion: Extract<RegexpNode, { kind: 'assertion' }>['assertion']): RegexpNode {
    return { kind: 'assertion', assertion, flags: this.flags }
  }

  private until(end: string): string {
    let text = ''
    for (let character = this.next(); character !== end; character = this.next()) text += character
    return text
  }

  private next(): string {
    return this.source[this.at++] ?? this.fail('unexpected end of pattern')
  }

  private skip(character: string): boolean {
    if (this.source[this.at] !== character) return false
    this.at++
    return true
  }

  private fail(reason: string): never {
    throw new SyntaxError(`${reason} at position ${this.at}`)
  }
}
