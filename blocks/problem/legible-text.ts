/** Soft hyphens, zero-width marks, marks of direction, variation selectors: nobody sees them. */
const invisible = /\p{Default_Ignorable_Code_Point}/gu
const spaces = /[\p{Zs}\p{Zl}\p{Zp}]/gu
/** Hyphens and minus signs that look like the one of a keyboard. */
const hyphens = /[\u2010\u2011\u2212\uFE63\uFF0D]/g

/** Quotation marks and apostrophes, which phones put in place of those of a keyboard. */
const apostrophes = /[\u02BC\u2018\u2019\u201B]/g
const quotes = /[\u201C-\u201F]/g

/**
 * A text by what can be seen of it, for comparing: without what is invisible, with plain spaces, hyphens and quotation marks,
 * and letters with their accents in one. Two texts that nobody can tell apart, or that a phone makes of the same keys, are the
 * same. Digits of other scripts are not: they are letters of the text.
 */
export function legible(text: string): string {
  if (isPlain(text)) return text
  return plainQuotes(text.replace(invisible, '').replace(spaces, ' ').replace(hyphens, '-').normalize('NFC'))
}

/** A text with the quotation marks and apostrophes of a keyboard. */
export function plainQuotes(text: string): string {
  return text.replace(apostrophes, "'").replace(quotes, '"')
}

/** How signs of maths are written besides the way a keyboard has them, as phones and word processors insert them. */
const signs: readonly (readonly [written: RegExp, meant: string])[] = [
  [/[\u2012-\u2015\uFE58]/g, '-'],
  [/[\u00D7\u00B7\u2062\u2217\u2219\u22C5\u2715\u2716]/g, '*'],
  [/[\u00F7\u2044\u2215]/g, '/'],
  [/\u2064/g, '+'],
  [/\u066B/g, '.'],
  [/\u02C6/g, '^'],
  [/\u2225/g, '||'],
  [/[\u2019\u2032]/g, "'"],
  // Wide forms of ASCII, and letters and digits in the typefaces of formulas.
  [/[\uFF01-\uFF5E]|[\u{1D400}-\u{1D7FF}]/gu, ''],
]

/**
 * A formula by what can be seen of it, in the signs that its grammar knows; digits of any script, and raised ones as the power
 * they are.
 */
export function legibleMaths(text: string): string {
  if (isPlain(text)) return text
  const read = signs.reduce(
    (before, [written, meant]) => before.replace(written, (sign) => meant || sign.normalize('NFKC')),
    text,
  )
  return legible(read).replace(digits, digit).replace(raised, power)
}

const digits = /(?![0-9])\p{Nd}/gu
const raised = /[\u207A\u207B]?[\u00B2\u00B3\u00B9\u2070\u2074-\u2079]+/g

/** Digits of a script stand in order, the zero at a place that ends in 0 or 6 (The Unicode Standard, 4.6). */
function digit(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const place = code % 16
  const fromNought = /\p{Nd}/u.test(String.fromCodePoint(code - place))
  return String(fromNought ? place : place - 6)
}

function power(written: string): string {
  const plain = written.normalize('NFKC').replace('\u2212', '-')
  return plain.length === 1 ? `^${plain}` : `^(${plain})`
}

/** The first character of a text that no keyboard for Latin letters has, with the code that tells it from its likes. */
export function foreignCharacter(
  text: string,
): { readonly character: string; readonly code: string } | undefined {
  const character = /[^\t\n\r\x20-\x7E]/u.exec(text)?.[0]
  if (character === undefined) return undefined
  const point = character.codePointAt(0) ?? 0
  return { character, code: `U+${point.toString(16).toUpperCase().padStart(4, '0')}` }
}

function isPlain(text: string): boolean {
  return /^\p{ASCII}*$/u.test(text)
}
