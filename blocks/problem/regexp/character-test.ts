import type { CharacterTest } from './regexp-node.js'

const digit = /^\p{Nd}$/u
const word = /^[\p{L}\p{N}_]$/u
const white = /^[\s\p{Z}]$/u
const separators = '\u001c\u001d\u001e\u001f\u0085'

export const isWordCharacter: CharacterTest = (character) => word.test(character)

/** White space as Python's `str.isspace` has it. */
const isWhite: CharacterTest = (character) =>
  character !== '\ufeff' && (white.test(character) || (character !== '' && separators.includes(character)))

/** The sets behind `\d \w \s` and their opposites, with Python's Unicode meaning. */
export const namedSets: ReadonlyMap<string, CharacterTest> = new Map<string, CharacterTest>([
  ['d', (character) => digit.test(character)],
  ['D', (character) => !digit.test(character)],
  ['w', isWordCharacter],
  ['W', (character) => !word.test(character)],
  ['s', isWhite],
  ['S', (character) => !isWhite(character)],
])

/** Characters from `low` to `high`. */
export function inRange(low: string, high: string): CharacterTest {
  const from = low.codePointAt(0) ?? 0
  const to = high.codePointAt(0) ?? 0
  return (character) => {
    const code = character.codePointAt(0) ?? -1
    return code >= from && code <= to
  }
}

/** Any of several sets, or none of them. */
export function anyOf(tests: readonly CharacterTest[], negated: boolean): CharacterTest {
  return (character) => tests.some((test) => test(character)) !== negated
}

/** Characters that are the same but for case and that no change of case leads from one to the other. */
const alike = [
  'sſ',
  'iıİ',
  'k\u212a',
  'å\u212b',
  'ω\u2126',
  '\u00b5\u03bc',
  'βϐ',
  'εϵ',
  'θϑ',
  'ι\u0345\u1fbe',
  'κϰ',
  'πϖ',
  'ρϱ',
  'σς',
  'φϕ',
  'ṡẛ',
]
const others = new Map(alike.flatMap((set) => Array.from(set, (one): [string, string] => [one, set])))

/** The same test blind to case. Characters that become several in the other case, such as `ß`, stay as they are. */
export function ignoringCase(test: CharacterTest): CharacterTest {
  return (character) => {
    if (test(character)) return true
    const [lower, upper] = [character.toLowerCase(), character.toUpperCase()]
    if (lower.length === character.length && test(lower)) return true
    if (upper.length === character.length && test(upper)) return true
    const set = others.get(character) ?? others.get(lower)
    return set !== undefined && Array.from(set).some((one) => test(one) || test(one.toUpperCase()))
  }
}
