import { usualBrand } from '../brand/brand.js'
import type { Catalog, Catalogues } from '../../runtime/index.js'
import { wordsByLanguage } from '../../runtime/words/index.js'
import { catalogues } from './catalogues/index.js'
import { EngineWords } from './engine-words.js'
import { toldCatalogues } from './told/index.js'
import { PageWords } from './page-words.js'

/** The words of our own pages, by language. English is what stands in the pages. */
export const shippedWords = wordsByLanguage(catalogues)

/** What the engine says, by language. */
const toldWords = wordsByLanguage(toldCatalogues)

/** Languages and time zones of which the words are kept ready. */
const mostKept = 500

/** The words of a host's pages in all its languages. */
export class SiteWords {
  readonly #catalogues: Readonly<Record<string, Catalog>>
  readonly #engine: EngineWords
  readonly #made = new Map<string, PageWords>()

  /** @param own catalogues of the host, by BCP 47 tag: further languages, and other words in those there are @param brand what the site is called, and how it looks @param plugins words of all plugins */
  constructor(
    own: Readonly<Record<string, Catalog>> = {},
    private readonly brand = usualBrand,
    plugins: readonly Catalogues[] = [],
  ) {
    const all: Record<string, Catalog> = { ...toldWords }
    for (const [tag, words] of Object.entries(shippedWords)) all[tag] = { ...all[tag], ...words }
    for (const [tag, words] of Object.entries(own)) all[tag] = { ...all[tag], ...words }
    this.#catalogues = all
    this.#engine = new EngineWords(
      new Set([...toldCatalogues, ...Object.values(own)].flatMap((one) => Object.keys(one))),
      plugins,
    )
  }

  /** The languages there are words in besides English. */
  get locales(): readonly string[] {
    return Object.keys(this.#catalogues)
  }

  /** The words for somebody. @param locale as in BCP 47; English when left out @param timeZone as in the IANA database */
  in(locale = 'en', timeZone?: string): PageWords {
    const name = `${locale} ${timeZone ?? ''}`
    let made = this.#made.get(name)
    if (!made) {
      if (this.#made.size >= mostKept) this.#made.clear()
      const [language = locale] = locale.split('-')
      const found = [locale, language].find((tag) => Object.hasOwn(this.#catalogues, tag)) ?? 'en'
      made = new PageWords(found, locale, this.#catalogues, timeZone, this.brand, this.#engine)
      this.#made.set(name, made)
    }
    return made
  }
}

/** English words, for pages that are in English alone. */
export const englishWords = new SiteWords().in()
