import type { MersenneTwister } from '../../random/mersenne-twister.js'
import { Uncertain } from './tokens.js'
import {
  countOf,
  floatOf,
  operate,
  PyList,
  PyTuple,
  rounded,
  textOf,
  truncated,
  type Value,
} from './values.js'

/** What a call gives. */
export type PlainFunction = (...given: readonly Value[]) => Value

/**
 * The functions the shortcut knows, by the name a script calls them. Of `math` only what every machine computes alike:
 * sines and powers differ in the last digit.
 */
export function plainFunctions(random: MersenneTwister): ReadonlyMap<string, PlainFunction> {
  const below = (count: number) => {
    if (!(count > 0)) throw new Uncertain('nothing to draw from')
    return random.below(count)
  }
  const integer = (low: bigint, end: bigint) => low + BigInt(below(countOf(end - low)))
  return new Map<string, PlainFunction>([
    ['random.randint', (...given) => integer(...bigints(given, 2, (end) => end + 1n))],
    [
      'random.randrange',
      (...given) =>
        integer(...(given.length === 1 ? ([0n, bigints(given, 1)[0]] as const) : bigints(given, 2))),
    ],
    ['random.random', (...given) => (arity(given, 0), random.random())],
    [
      'random.uniform',
      (...given) => {
        const [low, high] = arity(given, 2).map(floatOf)
        return random.uniform(low ?? 0, high ?? 0)
      },
    ],
    ['random.choice', (...given) => chosen(arity(given, 1)[0], below)],
    [
      'random.shuffle',
      (...given) => {
        const [list] = arity(given, 1)
        if (!(list instanceof PyList)) throw new Uncertain('a list')
        random.shuffle(list.items)
        return null
      },
    ],
    [
      'lc_random',
      (...given) => {
        const [low = 0n, high = 0n, step = 0n] = arity(given, 3)
        const count = truncated(operate('/', operate('-', high, low), operate('*', 1, step)))
        return operate('+', low, operate('*', BigInt(below(countOf(count))), step))
      },
    ],
    [
      'lc_choose',
      (...given) => {
        const [index, ...others] = given
        const chosenOne = index === undefined ? undefined : others[countOf(truncated(index)) - 1]
        if (chosenOne === undefined) throw new Uncertain('lc_choose')
        return chosenOne
      },
    ],
    ['math.sqrt', (...given) => root(floatOf(only(given)))],
    ['math.floor', (...given) => BigInt(Math.floor(floatOf(only(given))))],
    ['math.ceil', (...given) => BigInt(Math.ceil(floatOf(only(given))))],
    ['math.fabs', (...given) => Math.abs(floatOf(only(given)))],
    [
      'abs',
      (...given) => {
        const value = only(given)
        return typeof value === 'bigint' && value < 0n
          ? -value
          : typeof value === 'bigint'
            ? value
            : Math.abs(floatOf(value))
      },
    ],
    [
      'round',
      (...given) => {
        if (given.length !== 1 && given.length !== 2) throw new Uncertain('round')
        return rounded(given[0] ?? null, given[1])
      },
    ],
    ['int', (...given) => truncated(only(given))],
    ['float', (...given) => floatOf(only(given))],
    ['str', (...given) => textOf(only(given))],
    [
      'len',
      (...given) => {
        const value = only(given)
        if (value instanceof PyList || value instanceof PyTuple) return BigInt(value.items.length)
        if (typeof value === 'string') return BigInt(Array.from(value).length)
        throw new Uncertain('len')
      },
    ],
  ])
}

function only(given: readonly Value[]): Value {
  return arity(given, 1)[0] ?? null
}

function arity(given: readonly Value[], count: number): readonly Value[] {
  if (given.length !== count) throw new Uncertain('arguments')
  return given
}

function bigints(
  given: readonly Value[],
  count: number,
  last = (one: bigint) => one,
): readonly [bigint, bigint] {
  const [one, other = one] = arity(given, count)
  if (typeof one !== 'bigint' || typeof other !== 'bigint') throw new Uncertain('a whole number')
  return [one, last(other)]
}

function chosen(from: Value | undefined, below: (count: number) => number): Value {
  if (typeof from === 'string') {
    const letters = Array.from(from)
    return letters[below(letters.length)] ?? ''
  }
  if (!(from instanceof PyList || from instanceof PyTuple)) throw new Uncertain('a choice')
  return from.items[below(from.items.length)] ?? null
}

function root(value: number): number {
  if (value < 0) throw new Uncertain('a root')
  return Math.sqrt(value)
}
