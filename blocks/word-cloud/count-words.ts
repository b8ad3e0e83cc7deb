/** How often each word was given. */
export type WordCounts = Readonly<Record<string, number>>

/**
 * What is kept of one cloud at most, however many learners send words: so many different words, each so long. It bounds
 * what one more submission reads and writes.
 */
export const cloudLimits = { words: 1000, length: 60 }

/** Characters that turn the direction of the text around them, so that a word could disturb others. */
const directing = /[\u202a-\u202e\u2066-\u2069]/g

/**
 * A word as it is counted: without a look at its case and the spaces around it; '' for one in which there is nothing to
 * see.
 */
export function countedWord(word: string): string {
  const text = word.normalize('NFC').replace(directing, '').trim().replace(/\s+/g, ' ').toLowerCase()
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(text) ? text : ''
}

/**
 * The counts with one learner's words, each once. Where there are too many different words, those given least often
 * make room, the oldest first: what many write stays, and new words still come in.
 */
export function withWords(counts: WordCounts, words: readonly string[]): Record<string, number> {
  const all = new Map(Object.entries(counts))
  for (const word of words) all.set(word, (all.get(word) ?? 0) + 1)
  const given = new Set(words)
  while (all.size > cloudLimits.words) {
    const least = leastOf(all, given)
    if (least === undefined) break
    all.delete(least)
  }
  return Object.fromEntries(all)
}

/** The first of the words counted least, apart from some. */
function leastOf(counts: ReadonlyMap<string, number>, apart: ReadonlySet<string>): string | undefined {
  let least: string | undefined
  let fewest = Infinity
  for (const [word, count] of counts) {
    if (count >= fewest || apart.has(word)) continue
    least = word
    fewest = count
  }
  return least
}

/** The words given most often, most often first; words given as often stand in their alphabetical order. */
export function topWords(counts: WordCounts, most: number): readonly (readonly [string, number])[] {
  return Object.entries(counts)
    .sort(([one, times], [other, otherTimes]) => otherTimes - times || (one < other ? -1 : 1))
    .slice(0, Math.max(0, most))
}
