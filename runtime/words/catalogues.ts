import { CompositorError } from '../errors/index.js'
import type { Catalog } from '../service/catalog-words.js'
import { CatalogI18n } from '../service/translations.js'
import { localeOf, readCatalogues } from './read-catalogues.js'

/**
 * Where a plugin's words in other languages are: a folder of gettext catalogues or JSON (`new URL('../locale/', import.meta.url)`),
 * or the catalogues themselves, by BCP 47 tag.
 */
export type CatalogueSource = URL | Readonly<Record<string, Catalog>>

/** Languages and time zones of which the words are kept ready. */
const mostKept = 200

/** The words of one plugin in all its languages. */
export class Catalogues {
  readonly locales: readonly string[]
  readonly #made = new Map<string, CatalogI18n>()

  /**
   * @param byLocale catalogues by BCP 47 tag, such as `pt-BR`
   * @param forBrowsers whether client modules ask for them
   */
  constructor(
    readonly byLocale: Readonly<Record<string, Catalog>>,
    readonly forBrowsers = true,
  ) {
    this.locales = Object.keys(byLocale)
  }

  /** @throws CompositorError `plugin-invalid` for what cannot be read, or is of no language */
  static of(source: CatalogueSource, forBrowsers = true): Catalogues {
    if (source instanceof URL) return new Catalogues(readCatalogues(source), forBrowsers)
    const odd = Object.keys(source).find((locale) => localeOf(locale) !== locale)
    if (odd === undefined) return new Catalogues(source, forBrowsers)
    const message = `There is a catalogue for '${odd.slice(0, 50)}', which is no language's tag, such as es or pt-BR.`
    throw new CompositorError('plugin-invalid', message)
  }

  /** These with others besides, which say it where both do. */
  under(others: Catalogues): Catalogues {
    const all: Record<string, Catalog> = { ...this.byLocale }
    for (const [tag, words] of Object.entries(others.byLocale)) all[tag] = { ...all[tag], ...words }
    return new Catalogues(all, this.forBrowsers)
  }

  /** The words for somebody. @param timeZone as in the IANA database */
  in(locale: string, timeZone: string): CatalogI18n {
    const name = `${locale} ${timeZone}`
    let made = this.#made.get(name)
    if (!made) {
      if (this.#made.size >= mostKept) this.#made.clear()
      this.#made.set(name, (made = new CatalogI18n(locale, this.byLocale, timeZone)))
    }
    return made
  }
}
