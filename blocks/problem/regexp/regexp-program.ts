import { ignoringCase } from './character-test.js'
import type { Assertion, CharacterTest, RegexpNode } from './regexp-node.js'

/** One step of a program; every step but the jumps goes on with the next one. */
export type Instruction =
  | { readonly op: 'character'; readonly test: CharacterTest }
  | { readonly op: 'assert'; readonly assertion: Assertion; readonly multiline: boolean }
  | { readonly op: 'look'; readonly program: Program; readonly back: number; readonly negative: boolean }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'reference'; readonly number: number; readonly ignoreCase: boolean }
  | { op: 'split'; first: number; second: number }
  | { op: 'jump'; to: number }
  | { readonly op: 'match' }

export type Program = readonly Instruction[]

const longest = 5000
const mostRepeats = 1000

/**
 * Lays a parsed pattern out as a program. Counted repeats are written out.
 * @throws SyntaxError for a pattern that grows too long, or looks behind over a varying width
 */
export function regexpProgram(node: RegexpNode): Program {
  const program: Instruction[] = []
  emit(node, program)
  program.push({ op: 'match' })
  return program
}

function emit(node: RegexpNode, program: Instruction[]): void {
  if (program.length > longest) throw new SyntaxError('the pattern is too long')
  switch (node.kind) {
    case 'character':
      program.push({ op: 'character', test: node.flags.ignoreCase ? ignoringCase(node.test) : node.test })
      return
    case 'any':
      program.push({
        op: 'character',
        test: node.flags.dotAll ? () => true : (character) => character !== '\n',
      })
      return
    case 'assertion':
      program.push({ op: 'assert', assertion: node.assertion, multiline: node.flags.multiline })
      return
    case 'sequence':
      for (const part of node.nodes) emit(part, program)
      return
    case 'choice':
      emitChoice(node.nodes, program)
      return
    case 'repeat':
      emitRepeat(node.node, node.least, node.most, program)
      return
    case 'group':
      program.push({ op: 'save', slot: node.number * 2 })
      emit(node.node, program)
      program.push({ op: 'save', slot: node.number * 2 + 1 })
      return
    case 'reference':
      program.push({ op: 'reference', number: node.number, ignoreCase: node.flags.ignoreCase })
      return
    case 'look': {
      const back = node.ahead ? 0 : width(node.node)
      program.push({ op: 'look', program: regexpProgram(node.node), back, negative: node.negative })
    }
  }
}

function emitChoice(nodes: readonly RegexpNode[], program: Instruction[]): void {
  const ends: { op: 'jump'; to: number }[] = []
  for (const [index, node] of nodes.entries()) {
    if (index === nodes.length - 1) {
      emit(node, program)
      break
    }
    const split = { op: 'split' as const, first: program.length + 1, second: 0 }
    program.push(split)
    emit(node, program)
    const end = { op: 'jump' as const, to: 0 }
    program.push(end)
    ends.push(end)
    split.second = program.length
  }
  for (const end of ends) end.to = program.length
}

function emitRepeat(node: RegexpNode, least: number, most: number, program: Instruction[]): void {
  if (least > mostRepeats || (most > mostRepeats && most !== Infinity))
    throw new SyntaxError('the repeat is too long')
  for (let count = 0; count < least; count++) emit(node, program)
  if (most === Infinity) {
    const start = program.length
    const split = { op: 'split' as const, first: start + 1, second: 0 }
    program.push(split)
    emit(node, program)
    program.push({ op: 'jump', to: start })
    split.second = program.length
    return
  }
  const splits: { op: 'split'; first: number; second: number }[] = []
  for (let count = least; count < most; count++) {
    const split = { op: 'split' as const, first: program.length + 1, second: 0 }
    program.push(split)
    splits.push(split)
    emit(node, program)
  }
  for (const split of splits) split.second = program.length
}

/** How many characters a pattern matches, where that is always the same. */
function width(node: RegexpNode): number {
  switch (node.kind) {
    case 'character':
    case 'any':
      return 1
    case 'assertion':
    case 'look':
      return 0
    case 'sequence':
      return node.nodes.reduce((sum, part) => sum + width(part), 0)
    case 'group':
      return width(node.node)
    case 'choice': {
      const widths = new Set(node.nodes.map(width))
      const [only] = widths
      if (widths.size === 1 && only !== undefined) return only
      break
    }
    case 'repeat':
      if (node.least === node.most) return node.least * width(node.node)
      break
    case 'reference':
      break
  }
  throw new SyntaxError('look-behind requires fixed-width pattern')
}
