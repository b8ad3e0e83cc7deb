/** Where the alphabets of a typeface begin in Unicode (The Unicode Standard, Mathematical Alphanumeric Symbols). */
interface Alphabets {
  readonly capitals: number
  readonly small: number
  readonly digits?: number
  readonly greek?: number
}

const alphabets: Readonly<Record<string, Alphabets>> = {
  bold: { capitals: 0x1d400, small: 0x1d41a, digits: 0x1d7ce, greek: 0x1d6a8 },
  italic: { capitals: 0x1d434, small: 0x1d44e, greek: 0x1d6e2 },
  'bold-italic': { capitals: 0x1d468, small: 0x1d482, digits: 0x1d7ce, greek: 0x1d71c },
  script: { capitals: 0x1d49c, small: 0x1d4b6 },
  'bold-script': { capitals: 0x1d4d0, small: 0x1d4ea },
  fraktur: { capitals: 0x1d504, small: 0x1d51e },
  'double-struck': { capitals: 0x1d538, small: 0x1d552, digits: 0x1d7d8 },
  'bold-fraktur': { capitals: 0x1d56c, small: 0x1d586 },
  'sans-serif': { capitals: 0x1d5a0, small: 0x1d5ba, digits: 0x1d7e2 },
  'bold-sans-serif': { capitals: 0x1d5d4, small: 0x1d5ee, digits: 0x1d7ec, greek: 0x1d756 },
  'sans-serif-italic': { capitals: 0x1d608, small: 0x1d622, digits: 0x1d7e2 },
  'sans-serif-bold-italic': { capitals: 0x1d63c, small: 0x1d656, digits: 0x1d7ec, greek: 0x1d790 },
  monospace: { capitals: 0x1d670, small: 0x1d68a, digits: 0x1d7f6 },
}

/** Letters that Unicode had before its alphabets, which leave their places out. */
const elsewhere: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  italic: { h: 'ℎ' },
  script: letters('BEFHILMRego', 'ℬℰℱℋℐℒℳℛℯℊℴ'),
  fraktur: { C: 'ℭ', H: 'ℌ', I: 'ℑ', R: 'ℜ', Z: 'ℨ' },
  'double-struck': { C: 'ℂ', H: 'ℍ', N: 'ℕ', P: 'ℙ', Q: 'ℚ', R: 'ℝ', Z: 'ℤ' },
}

function letters(plain: string, shown: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from(plain, (letter, index) => [letter, shown[index] ?? letter]))
}

/** Forms of Greek letters after omega, in the order of the alphabets. */
const greekForms = '∂ϵϑϰϕϱϖ'

/**
 * A text in a typeface of MathML's `mathvariant`, by the characters Unicode has for it: browsers heed no other value of
 * that attribute than `normal` (MathML Core). What has no such character stays.
 */
export function inMathAlphabet(text: string, variant: string): string {
  const alphabet = alphabets[variant]
  if (alphabet === undefined) return text
  return Array.from(text, (character) => {
    const known = elsewhere[variant]?.[character]
    if (known !== undefined) return known
    const place = placeOf(character.codePointAt(0) ?? 0, character, alphabet)
    return place === undefined ? character : String.fromCodePoint(place)
  }).join('')
}

function placeOf(
  code: number,
  character: string,
  { capitals, small, digits, greek }: Alphabets,
): number | undefined {
  if (/[A-Z]/.test(character)) return capitals + code - 0x41
  if (/[a-z]/.test(character)) return small + code - 0x61
  if (/[0-9]/.test(character)) return digits === undefined ? undefined : digits + code - 0x30
  if (greek === undefined) return undefined
  if (/[Α-ΡΣ-Ω]/.test(character)) return greek + code - 0x391
  if (character === '∇') return greek + 25
  if (/[α-ω]/.test(character)) return greek + 26 + code - 0x3b1
  const form = greekForms.indexOf(character)
  return form === -1 ? undefined : greek + 51 + form
}
