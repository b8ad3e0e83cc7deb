import { readingsOf, valuesIn, type Reading } from './known-reading.js'

/** A text of the engine's, taken for a message that it says, with what stands in its places. */
export interface KnownText {
  readonly message: string
  readonly values: Readonly<Record<string, string | number>>
}

/**
 * Messages of the engine, by what they say in English: what is found in content, and errors, are English texts that go through threads,
 * stores, logs and the API; pages alone say them in somebody's language (docs/decisions/0153-what-the-engine-says.md).
 */
export class KnownTexts {
  readonly #whole = new Set<string>()
  /** Those with the most words of their own first, as a short one may read like a longer one: “There is no {path}.” */
  readonly #readings: readonly { readonly message: string; readonly reading: Reading }[]

  /** @param messages in ICU's syntax; what is none is a text */
  constructor(messages: Iterable<string>) {
    const all: { message: string; reading: Reading }[] = []
    for (const message of messages) {
      if (!/[{']/.test(message)) this.#whole.add(message)
      else for (const reading of read(message)) all.push({ message, reading })
    }
    this.#readings = all.toSorted((one, other) => lettersOf(other.reading) - lettersOf(one.reading))
  }

  /** The message that a text says; undefined for one that is not known. */
  find(text: string): KnownText | undefined {
    if (this.#whole.has(text)) return { message: text, values: {} }
    for (const { message, reading } of this.#readings) {
      const values = valuesIn(text, reading)
      if (values) return { message, values }
    }
    return undefined
  }
}

/** Letters of a reading that are the message's own. */
function lettersOf({ parts }: Reading): number {
  const own = parts.filter((part) => typeof part === 'string').join('')
  return own.replace(/\P{L}/gu, '').length
}

/** Letters that a message has of its own: with fewer, anything would read so. */
const leastLetters = 8

/** Its readings, but those in which hardly a word is the message's own. */
function read(message: string): readonly Reading[] {
  try {
    return readingsOf(message).filter((one) => lettersOf(one) >= leastLetters)
  } catch {
    return []
  }
}
