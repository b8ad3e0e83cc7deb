import { LRUCache } from 'lru-cache'
import { localeOf } from '../../runtime/index.js'

/** Characters of a header of which it is remembered what it asks for. */
const longestKnown = 200

/** The languages that a host's pages and its plugins have words in. */
export class Languages {
  readonly #tags: ReadonlySet<string>
  readonly #asked = new LRUCache<string, string>({ max: 1000 })

  /** @param tags as in BCP 47 */
  constructor(tags: Iterable<string>) {
    this.#tags = new Set(tags)
  }

  /**
   * The language of somebody: as the host says, else the one they like best of those there are, else English, which texts are written
   * in.
   * @param said by the host @param accepts a header `accept-language`
   */
  of(said: string | undefined, accepts = ''): string {
    const name = said === undefined ? `? ${accepts}` : said
    let found = this.#asked.get(name)
    if (found === undefined) {
      found = said === undefined ? this.#liked(accepts) : (localeOf(said) ?? 'en')
      if (name.length < longestKnown) this.#asked.set(name, found)
    }
    return found
  }

  #liked(accepts: string): string {
    const asked = accepts
      .slice(0, 1000)
      .split(',')
      .slice(0, 20)
      .map((one) => {
        const [tag = '', ...parameters] = one.trim().split(';')
        const quality = parameters.map((text) => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1]).find(Boolean)
        return { tag: localeOf(tag), quality: Number(quality ?? 1) }
      })
    for (const { tag, quality } of asked.toSorted((one, other) => other.quality - one.quality)) {
      if (tag === undefined || !(quality > 0)) continue
      const [language = tag] = tag.split('-')
      // A region without words of its own still writes dates and numbers in its way.
      if (language === 'en' || this.#tags.has(tag) || this.#tags.has(language)) return tag
    }
    return 'en'
  }
}

const knownZones = new LRUCache<string, boolean>({ max: 1000 })

/** A time zone that there is; undefined for another. */
export function knownTimeZone(name: string | undefined): string | undefined {
  if (name === undefined) return undefined
  let isKnown = knownZones.get(name)
  if (isKnown === undefined) {
    try {
      isKnown = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
    } catch {
      isKnown = false
    }
    knownZones.set(name, isKnown)
  }
  return isKnown ? name : undefined
}
