/** Translations of one language: one form for each text, or the forms of a text that depends on a number. */
export type Catalog = Readonly<
  Record<string, string | Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>>
>

/**
 * Texts out of catalogs by locale. A locale without a text falls back to its language (`pt-BR` to `pt`), then to the text itself.
 * It is what browsers are sent, so it knows nothing of messages with places to fill in.
 */
export class CatalogWords {
  /** The tag of the first catalogue that was found; `en` where none was. */
  readonly language: string
  readonly #chain: readonly Catalog[]
  readonly #plural: Intl.PluralRules

  constructor(locale: string, catalogs: Readonly<Record<string, Catalog>>) {
    const [language = locale] = locale.split('-')
    const names = [...new Set([locale, language])]
    this.language = names.find((name) => catalogs[name] !== undefined) ?? 'en'
    this.#chain = names.flatMap((name): Catalog[] => {
      const catalog = catalogs[name]
      return catalog ? [catalog] : []
    })
    this.#plural = new Intl.PluralRules(Intl.getCanonicalLocales(locale)[0])
  }

  gettext(text: string): string {
    for (const catalog of this.#chain) {
      const found = Object.hasOwn(catalog, text) ? catalog[text] : undefined
      if (typeof found === 'string') return found
    }
    return text
  }

  ngettext(singular: string, plural: string, count: number): string {
    const form = this.#plural.select(count)
    for (const catalog of this.#chain) {
      const found = Object.hasOwn(catalog, singular) ? catalog[singular] : undefined
      if (typeof found === 'object') return found[form] ?? found.other ?? plural
    }
    return count === 1 ? singular : plural
  }
}

/** How a text in a context is called in a catalogue, as gettext's own files have it; the text itself without a context. */
export function inContext(context: string, text: string): string {
  return context === '' ? text : `${context}\u0004${text}`
}

/** The text itself, where there are no words for it in its context. */
export function withoutContext(context: string, text: string, found: string): string {
  return found === inContext(context, text) ? text : found
}
