import { longestName } from '../kept-form.js'

/** Every character of the basic plane that a text may hold, and some beyond it. */
function everyCharacter(): string {
  const basic = Array.from({ length: 0xffff }, (_, code) => code + 1).filter(
    (code) => code < 0xd800 || code > 0xdfff,
  )
  return `${basic.map((code) => String.fromCodePoint(code)).join('')}\u{1f9ea}\u{10ffff}`
}

/** Texts that a driver might change. */
export const texts: readonly string[] = [
  '',
  ' ',
  '\ufeffwith a mark of byte order',
  'lines\r\nof\rall\nkinds\u2028\u0085',
  'e\u0301 is not \u00e9',
  '\\x00 \\0 $1 %s ${x}',
  '{"a":"\\u0000\\ud800"}',
  'null',
  everyCharacter(),
  'long '.repeat(600_000),
]

/** Texts that no driver keeps. */
export const refusedTexts: readonly string[] = ['\0', 'cut \ud83e', '\udeea', 'a\udeea\ud83eb', 'end\0']

/** Names of blobs and heads that a driver might take for one another, or for something else. */
export const names: readonly string[] = [
  'a',
  'A',
  ' a',
  'a ',
  'a\tb',
  'a%',
  'a_b',
  'aXb',
  'a\\b',
  'a/../b',
  'a\'b"c',
  '1',
  '01',
  'é',
  'e\u0301',
  '\u{1f9ea}',
  '\uffee',
  '\u0001',
  'course-v1:O+C+R@x',
  'n'.repeat(longestName),
  `${'n'.repeat(longestName - 1)}m`,
  'é'.repeat(longestName / 2),
]

/** Names that no driver keeps anything under. */
export const refusedNames: readonly string[] = [
  '',
  'a\0b',
  '\ud800',
  'n'.repeat(longestName + 1),
  'é'.repeat(longestName / 2 + 1),
]

/** Keys of records, in their order, with every character that one may hold. */
export const keys: readonly string[] = [
  ...Array.from({ length: 95 }, (_, place) => String.fromCodePoint(32 + place)),
  'k a',
  'k aa',
  'k b',
  'kA',
  'ka',
  'kz 1',
  'kz 10',
  'kz 2',
  'z'.repeat(longestName - 1),
  'z'.repeat(longestName),
].sort()

/** Keys that no record has. */
export const refusedKeys: readonly string[] = ['', 'a\n', '\u007f', 'é', '\0', 'k'.repeat(longestName + 1)]
