import { html, type SafeHtml } from '../html/safe-html.js'
import { dateFormat, numberFormat } from './formatters.js'
import { CatalogWords, inContext, withoutContext, type Catalog } from './catalog-words.js'
import { messageOf, saidOf, type MessageValues } from './messages.js'

const unmarked = html``

/** Texts in the learner's language (XBlock's `i18n` service). Every block may use it without declaring it. */
export abstract class I18n {
  /** The language of the texts, as in BCP 47: `en`, `pt-BR`. */
  abstract readonly locale: string
  /** The learner's time zone, as in the IANA database: `America/Bogota`. */
  readonly timeZone: string = 'UTC'
  /**
   * What the start tag of an element says that holds such texts and nothing of the course's, as
   * `html\`<p${words.marks}>${words.say('Saved.')}</p>\``: `lang` and `dir`, where the course that the block stands in is in another
   * language; nothing where it is in the same.
   */
  readonly marks: SafeHtml = unmarked

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
    const { locale, timeZone } = this
    return saidOf(`${locale} ${timeZone} ${message} ${text}`, values, () => this.formOf(text, message))
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
    return dateFormat(this.locale, { timeZone: this.timeZone, ...options }).format(moment)
  }

  /** A number as the learner's language writes it. */
  formatNumber(value: number, options?: Intl.NumberFormatOptions): string {
    return numberFormat(this.locale, options).format(value)
  }
}

/**
 * Translations out of catalogs by locale. A locale without a text falls back to its language (`pt-BR` to `pt`), then
 * to the text itself.
 */
export class CatalogI18n extends I18n {
  /** The language there are words in, as the catalogue is called; English where there is none for the learner's. */
  readonly wordsLanguage: string
  readonly #words: CatalogWords

  constructor(
    readonly locale: string,
    catalogs: Readonly<Record<string, Catalog>> = {},
    override readonly timeZone: string = 'UTC',
  ) {
    super()
    this.#words = new CatalogWords(locale, catalogs)
    this.wordsLanguage = this.#words.language
  }

  gettext(text: string): string {
    return this.#words.gettext(text)
  }

  ngettext(singular: string, plural: string, count: number): string {
    return this.#words.ngettext(singular, plural, count)
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
