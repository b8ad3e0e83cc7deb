import type { IndexWord } from '../../store/search/index.js'

/** Characters of one text that are taken in, and of one word. */
const [longestText, longestWord] = [200_000, 64]

/** Runs of letters, digits and the marks on them. */
const runs = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu

/** Scripts that are written without spaces between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/**
 * Marks that are left out of words: accents of any script, and the points of Hebrew and Arabic, which few write. Vowel signs of
 * Indic scripts and the like make other words, and the voicing marks of Japanese too.
 */
const marks =
  /(?![\u3099\u309a])\p{Script=Inherited}|[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]|[\u0610-\u061a\u064b-\u065f\u0670\u0640]/gu

const segmenters = new Map<string, Intl.Segmenter>()

/**
 * The words of a text in any script. Where words stand without spaces between them, they are found by `Intl.Segmenter`.
 * @param language of the text, BCP 47; what is no such tag counts as none
 */
export function wordsOf(text: string, language?: string): IndexWord[] {
  const words: IndexWord[] = []
  for (const [run] of text.slice(0, longestText).normalize('NFC').matchAll(runs)) {
    if (!unspaced.test(run)) words.push(wordOf(run))
    else
      for (const { segment, isWordLike } of segmenterOf(language).segment(run))
        if (isWordLike) words.push(wordOf(segment))
  }
  return words.filter(({ folded }) => folded !== '')
}

/**
 * A word without what people do not care about when they search: case, accents, the width of characters, ligatures, and the forms
 * that one letter has in some places (ß and ss, ς and σ, ł and l).
 */
export function folded(word: string): string {
  return word
    .normalize('NFKD')
    .replaceAll(marks, '')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(marks, '')
    .replaceAll(/[ςłøđħıæœ]/g, (letter) => plain[letter] ?? letter)
    .normalize('NFC')
}

/** Letters with a stroke and the like, which no normal form takes apart. */
const plain: Readonly<Record<string, string>> = {
  ς: 'σ',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ħ: 'h',
  ı: 'i',
  æ: 'ae',
  œ: 'oe',
}

function wordOf(written: string): IndexWord {
  return { folded: folded(written).slice(0, longestWord), written: written.slice(0, longestWord) }
}

function segmenterOf(language: string | undefined): Intl.Segmenter {
  const known = segmenters.get(language ?? '')
  if (known) return known
  let made: Intl.Segmenter
  try {
    made = new Intl.Segmenter(language, { granularity: 'word' })
  } catch {
    made = new Intl.Segmenter(undefined, { granularity: 'word' })
  }
  segmenters.set(language ?? '', made)
  return made
}
