import { isWordCharacter } from './character-test.js'
import { parseRegexp } from './parse-regexp.js'
import { regexpProgram, type Instruction, type Program } from './regexp-program.js'

/** Steps a pattern with references to groups may take; others are bounded by their length times the text's. */
const stepLimit = 200_000

/** Thrown when a pattern with references to groups takes too long on a text. */
export class RegexpLimit extends Error {}

/**
 * A regular expression with the meaning of Python's `re`. It never runs away: each pair of step and place is
 * tried once, so its time is bounded by the length of pattern times text, whatever an author writes.
 */
export class PythonRegExp {
  private readonly program: Program
  private readonly refersBack: boolean

  /** @throws SyntaxError where Python would refuse the pattern */
  constructor(pattern: string, { ignoreCase = false }: { readonly ignoreCase?: boolean } = {}) {
    const { node, refersBack } = parseRegexp(pattern, ignoreCase)
    this.program = regexpProgram(node)
    this.refersBack = refersBack
  }

  /** Whether the pattern is found anywhere in `text`. @throws RegexpLimit */
  test(text: string): boolean {
    const run = new Run(Array.from(text), this.refersBack)
    const tried = run.memory(this.program)
    for (let start = 0; start <= run.text.length; start++)
      if (run.from(this.program, start, tried)) return true
    return false
  }
}

interface Branch {
  readonly step: number
  readonly at: number
  readonly groups: readonly number[]
}

class Run {
  private steps = 0
  private readonly looked = new Map<Program, Map<number, boolean>>()

  constructor(
    readonly text: readonly string[],
    private readonly refersBack: boolean,
  ) {}

  /** Room to note which pairs of step and place were tried. */
  memory(program: Program): Uint8Array | undefined {
    return this.refersBack ? undefined : new Uint8Array(program.length * (this.text.length + 1))
  }

  from(program: Program, start: number, tried = this.memory(program)): boolean {
    const open: Branch[] = [{ step: 0, at: start, groups: [] }]
    for (let branch = open.pop(); branch !== undefined; branch = open.pop()) {
      let { step, at, groups } = branch
      for (;;) {
        if (tried !== undefined) {
          const pair = step * (this.text.length + 1) + at
          if (tried[pair] === 1) break
          tried[pair] = 1
        } else if (++this.steps > stepLimit) throw new RegexpLimit()
        const instruction = program[step]
        if (instruction === undefined || instruction.op === 'match') return true
        if (instruction.op === 'split') {
          open.push({ step: instruction.second, at, groups })
          step = instruction.first
          continue
        }
        if (instruction.op === 'jump') {
          step = instruction.to
          continue
        }
        if (instruction.op === 'save') {
          if (this.refersBack) {
            const saved = [...groups]
            saved[instruction.slot] = at
            groups = saved
          }
        } else {
          const length = this.step(instruction, at, groups)
          if (length < 0) break
          at += length
        }
        step++
      }
    }
    return false
  }

  /** How many characters the instruction takes at a place, or -1 where it does not fit. */
  private step(instruction: Instruction, at: number, groups: readonly number[]): number {
    switch (instruction.op) {
      case 'character': {
        const character = this.text[at]
        return character !== undefined && instruction.test(character) ? 1 : -1
      }
      case 'assert':
        return this.holds(instruction.assertion, instruction.multiline, at) ? 0 : -1
      case 'look': {
        const start = at - instruction.back
        const found = start >= 0 && this.looks(instruction.program, start)
        return found !== instruction.negative ? 0 : -1
      }
      case 'reference':
        return this.repeated(instruction.number, instruction.ignoreCase, at, groups)
      default:
        return -1
    }
  }

  /** Whether a look-around fits at a place; without references to groups, it is tried there once. */
  private looks(program: Program, start: number): boolean {
    if (this.refersBack) return this.from(program, start)
    const known = this.looked.get(program) ?? new Map<number, boolean>()
    this.looked.set(program, known)
    const found = known.get(start) ?? this.from(program, start)
    known.set(start, found)
    return found
  }

  private holds(assertion: string, multiline: boolean, at: number): boolean {
    const { text } = this
    switch (assertion) {
      case 'start':
        return at === 0 || (multiline && text[at - 1] === '\n')
      case 'end':
        return at === text.length || (text[at] === '\n' && (multiline || at === text.length - 1))
      case 'textStart':
        return at === 0
      case 'textEnd':
        return at === text.length
      default: {
        const boundary = isWordCharacter(text[at - 1] ?? '') !== isWordCharacter(text[at] ?? '')
        // In an empty text Python finds neither.
        return text.length > 0 && boundary === (assertion === 'wordBoundary')
      }
    }
  }

  private repeated(number: number, ignoreCase: boolean, at: number, groups: readonly number[]): number {
    const [start, end] = [groups[number * 2], groups[number * 2 + 1]]
    if (start === undefined || end === undefined || end < start) return -1
    for (let offset = 0; offset < end - start; offset++) {
      const a = this.text[start + offset] ?? ''
      const b = this.text[at + offset]
      if (b === undefined || (ignoreCase ? a.toLowerCase() !== b.toLowerCase() : a !== b)) return -1
    }
    return end - start
  }
}
