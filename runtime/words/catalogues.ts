import { CompositorError } from '../errors/index.js'
import type { Catalog } from '../service/catalog-words.js'
import { CatalogI18n } from '../service/translations.js'
import { localeOf, readAuthorsCatalogues, readCatalogues } from './read-catalogues.js'

/**
 * Where a plugin's words in other languages are: a folder of gettext catalogues or JSON (`new URL('../locale/', import.meta.url)`),
 * or the catalogues themselves, by BCP 47 tag. A folder `authors` in it has those that only views for authors and their modules say.
 */
export type CatalogueSource = URL | Readonly<Record<string, Catalog>>

type ByLocale = Readonly<Record<string, Catalog>>

/** Languages and time zones of which the words are kept ready. */
const mostKept = 200

/** The words of one plugin in all its languages. */
export class Catalogues {
  readonly locales: readonly string[]
  readonly #all: ByLocale
  readonly #made = new Map<string, CatalogI18n>()

  /**
   * @param byLocale catalogues by BCP 47 tag, such as `pt-BR`
   * @param forBrowsers whether client modules ask for them
   * @param authors words for authors alone: browsers of learners are not sent them
   */
  constructor(
    readonly byLocale: ByLocale,
    readonly forBrowsers = true,
    private readonly authors: ByLocale = {},
  ) {
    this.#all = joined(byLocale, authors)
    this.locales = Object.keys(this.#all)
  }

  /** All words, for the browsers of authors; undefined where there are none for authors alone. */
  get forAuthors(): ByLocale | undefined {
    return Object.keys(this.authors).length > 0 ? this.#all : undefined
  }

  /** @throws CompositorError `plugin-invalid` for what cannot be read, or is of no language */
  static of(source: CatalogueSource, forBrowsers = true): Catalogues {
    if (source instanceof URL)
      return new Catalogues(readCatalogues(source), forBrowsers, readAuthorsCatalogues(source))
    const odd = Object.keys(source).find((locale) => localeOf(locale) !== locale)
    if (odd === undefined) return new Catalogues(source, forBrowsers)
    const message = `There is a catalogue for '${odd.slice(0, 50)}', which is no language's tag, such as es or pt-BR.`
    throw new CompositorError('plugin-invalid', message)
  }

  /** These with others besides, which say it where both do. */
  under(others: Catalogues): Catalogues {
    const { byLocale, authors, forBrowsers } = this
    return new Catalogues(joined(byLocale, others.byLocale), forBrowsers, joined(authors, others.authors))
  }

  /** The words for somebody. @param timeZone as in the IANA database */
  in(locale: string, timeZone: string): CatalogI18n {
    const name = `${locale} ${timeZone}`
    let made = this.#made.get(name)
    if (!made) {
      if (this.#made.size >= mostKept) this.#made.clear()
      this.#made.set(name, (made = new CatalogI18n(locale, this.#all, timeZone)))
    }
    return made
  }
}

/** Words with others besides, which say it where both do. */
function joined(words: ByLocale, others: ByLocale): ByLocale {
  const all: Record<string, Catalog> = { ...words }
  for (const [tag, more] of Object.entries(others)) all[tag] = { ...all[tag], ...more }
  return all
}
