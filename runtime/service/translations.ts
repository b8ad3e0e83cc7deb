import { messageOf, type MessageValues } from './messages.js'

/** Texts in the learner's language (XBlock's `i18n` service). Every block may use it without declaring it. */
export abstract class I18n {
  /** The language of the texts, as in BCP 47: `en`, `pt-BR`. */
  abstract readonly locale: string
  /** The learner's time zone, as in the IANA database: `America/Bogota`. */
  readonly timeZone: string = 'UTC'
  /** A text in the learner's language; the text itself where there is no translation. */
  abstract gettext(text: string): string
  /** The form of a text for a number of things. */
  abstract ngettext(singular: string, plural: string, count: number): string

  /** A text that means one thing of several, as its context tells: gettext's `msgctxt`. */
  pgettext(context: string, text: string): string {
    return withoutContext(context, text, this.gettext(inContext(context, text)))
  }

  /** The form of such a text for a number of things. */
  npgettext(context: string, singular: string, plural: string, count: number): string {
    return withoutContext(context, singular, this.ngettext(inContext(context, singular), plural, count))
  }

  /**
   * A message in ICU's syntax, such as `{count, plural, one {# unit} other {# units}}`, in the learner's language. What is looked up
   * is the message as it stands here, in English; a translation that is no message counts as none.
   * @throws SyntaxError where the message itself is none
   */
  say(message: string, values?: MessageValues): string {
    const text = this.gettext(message)
    if (!values) return text
    return String(this.formOf(text, message).format({ ...values }))
  }

  /** @internal The translation of a message, ready to be filled in. */
  protected formOf(text: string, message: string): ReturnType<typeof messageOf> {
    if (text === message) return messageOf(message, this.locale, this.timeZone)
    try {
      return messageOf(text, this.locale, this.timeZone)
    } catch {
      return messageOf(message, this.locale, this.timeZone)
    }
  }

  /** A moment in the learner's language and time zone. @param moment epoch milliseconds, or a date */
  formatDate(
    moment: Date | number,
    options: Intl.DateTimeFormatOptions = { dateStyle: 'long', timeStyle: 'short' },
  ): string {
    return new Intl.DateTimeFormat(this.locale, { timeZone: this.timeZone, ...options }).format(moment)
  }

  /** A number as the learner's language writes it. */
  formatNumber(value: number, options?: Intl.NumberFormatOptions): string {
    return new Intl.NumberFormat(this.locale, options).format(value)
  }
}

/** How a text in a context is called in a catalogue, as gettext's own files have it; the text itself without a context. */
export function inContext(context: string, text: string): string {
  return context === '' ? text : `${context}\u0004${text}`
}

/** The text itself, where there are no words for it in its context. */
function withoutContext(context: string, text: string, found: string): string {
  return found === inContext(context, text) ? text : found
}

/** Translations of one language: one form for each text, or the forms of a text that depends on a number. */
export type Catalog = Readonly<
  Record<string, string | Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>>
>

/**
 * Translations out of catalogs by locale. A locale without a text falls back to its language (`pt-BR` to `pt`), then
 * to the text itself.
 */
export class CatalogI18n extends I18n {
  readonly #chain: readonly Catalog[]
  readonly #plural: Intl.PluralRules

  constructor(
    readonly locale: string,
    catalogs: Readonly<Record<string, Catalog>> = {},
    override readonly timeZone: string = 'UTC',
  ) {
    super()
    const [language = locale] = locale.split('-')
    this.#chain = [...new Set([locale, language])].flatMap((name): Catalog[] => {
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

/** The texts as their authors wrote them: what blocks get where a host binds no {@link I18n}. The same for all. */
export class SourceI18n extends CatalogI18n {
  /** Nothing of the learner is in it, so views that use it stay shared. */
  readonly shared = true

  constructor() {
    super('en')
  }
}
