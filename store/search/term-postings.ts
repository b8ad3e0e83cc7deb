import SearchableMap from 'minisearch/SearchableMap'

/** Bits of a posting that hold how much a term counts in a document. */
const weightBits = 8
const mostWeight = (1 << weightBits) - 1

/** How much longer texts count less, and how soon more of the same word counts no more (Okapi BM25). */
const [b, k] = [0.75, 1.2]

/** How much a term counts that a word is only the beginning of. */
const prefixWeight = 0.6

/** A term with its documents: place and weight of each in one number, in the order of places. */
export type StoredPostings = readonly [term: string, postings: readonly number[]]

/**
 * Which documents have which terms. Terms stand in minisearch's tree, by which those that begin alike are found; documents in
 * plain lists, as its own results cost 5 microseconds for each document that a word is in, and some words are in all.
 */
export class TermPostings {
  #terms = new SearchableMap<number[]>()
  /** Length of each document, in words. */
  #lengths: number[] = []
  #sum = 0
  /** What a place was last found by, see {@link find}. */
  #stamps = new Uint32Array(0)
  #scores = new Float32Array(0)
  #stamp = 0

  /** Adds a document at a place behind all others. @param weights how much each of its terms counts */
  add(place: number, weights: ReadonlyMap<string, number>): void {
    let length = 0
    for (const [term, weight] of weights) {
      length += weight
      const posting = (place << weightBits) | Math.min(weight, mostWeight)
      const postings = this.#terms.get(term)
      if (postings) postings.push(posting)
      else this.#terms.set(term, [posting])
    }
    this.#lengths[place] = length
    this.#sum += length
  }

  /** Keeps documents that are still there, each at a new place. @param moved new places by old ones, -1 for what is gone */
  compact(moved: Int32Array): void {
    const terms = new SearchableMap<number[]>()
    for (const [term, postings] of this.#terms) {
      const left: number[] = []
      for (const posting of postings) {
        const place = moved[posting >> weightBits] ?? -1
        if (place >= 0) left.push((place << weightBits) | (posting & mostWeight))
      }
      if (left.length > 0) terms.set(term, left)
    }
    const lengths: number[] = []
    for (const [old, place] of moved.entries()) if (place >= 0) lengths[place] = this.#lengths[old] ?? 0
    this.#terms = terms
    this.#take(lengths)
  }

  /**
   * Finds the documents that have all of some words, each as the beginning of a term.
   * @returns a look at the score of a place: 0 where a word is missing
   */
  find(words: readonly string[]): (place: number) => number {
    const count = this.#lengths.length
    if (this.#stamps.length < count) {
      this.#stamps = new Uint32Array(count + 1024)
      this.#scores = new Float32Array(count + 1024)
      this.#stamp = 0
    }
    if (this.#stamp > 0xffff_0000) {
      this.#stamps.fill(0)
      this.#stamp = 0
    }
    const [stamps, scores, lengths] = [this.#stamps, this.#scores, this.#lengths]
    const average = this.#sum / Math.max(1, count)
    const first = this.#stamp + 1
    let stamp = first
    for (const word of words) {
      const [before, now] = [stamp, stamp + 1]
      for (const [term, postings] of this.#terms.atPrefix(word)) {
        const isWhole = term.length === word.length
        const rare = Math.log(1 + (count - postings.length + 0.5) / (postings.length + 0.5))
        const counts = rare * (isWhole ? 1 : (prefixWeight * word.length) / term.length)
        for (const posting of postings) {
          const place = posting >> weightBits
          const known = stamps[place]
          if (known !== now && known !== before && before !== first) continue
          const weight = posting & mostWeight
          const long = k * (1 - b + (b * (lengths[place] ?? 0)) / average)
          const score = (counts * weight * (k + 1)) / (weight + long)
          if (known === now) scores[place] = (scores[place] ?? 0) + score
          else {
            scores[place] = (before === first ? 0 : (scores[place] ?? 0)) + score
            stamps[place] = now
          }
        }
      }
      stamp = now
    }
    this.#stamp = stamp
    return (place) => (stamps[place] === stamp ? Math.max(scores[place] ?? 0, Number.MIN_VALUE) : 0)
  }

  /** All terms, for those who keep them. */
  *stored(): Iterable<StoredPostings> {
    for (const one of this.#terms) yield one
  }

  /** Takes a term that was kept; @see restoreLengths */
  restore([term, postings]: StoredPostings): void {
    this.#terms.set(term, [...postings])
  }

  /** Lengths of the documents, by place. */
  get lengths(): readonly number[] {
    return this.#lengths
  }

  restoreLengths(lengths: readonly number[]): void {
    this.#take([...lengths])
  }

  #take(lengths: number[]): void {
    this.#lengths = lengths
    this.#sum = lengths.reduce((sum, one) => sum + one, 0)
  }
}
