import { directionOf } from '../../runtime/words/index.js'
import type { EngineWords } from './engine-words.js'
import { usualBrand } from '../brand/brand.js'
import {
  CatalogI18n,
  html,
  type Catalog,
  type Catalogues,
  type HtmlValue,
  type SafeHtml,
} from '../../runtime/index.js'

/** What stands in the places of a message that is HTML: texts are escaped, elements get what stands in them. */
export type MessageParts = Readonly<
  Record<string, string | number | SafeHtml | ((inside: SafeHtml) => SafeHtml)>
>

/** The words of a host's own pages for somebody: their language, numbers, dates and time zone. */
export class PageWords extends CatalogI18n {
  /** Which way the page is written. */
  readonly direction: 'ltr' | 'rtl'

  /**
   * @param language that the page is in, which `<html lang>` says: the learner's own where there are words in it, else English
   * @param locale the learner's own @param brand what the site is called, and how it looks @param engine words for what is English elsewhere
   */
  constructor(
    readonly language: string,
    locale: string,
    catalogues: Readonly<Record<string, Catalog>>,
    timeZone?: string,
    readonly brand = usualBrand,
    private readonly engine?: EngineWords,
  ) {
    super(locale, catalogues, timeZone)
    this.direction = directionOf(language)
  }

  /** A text of the course's, whose own direction is kept apart from the page's where that is from the right. */
  ofCourse(text: string): HtmlValue {
    return this.direction === 'rtl' ? html`<bdi>${text}</bdi>` : text
  }

  /** What the author of a plugin wrote of a field: its label, help, or the name of a value. @param own words of the plugin, where it is known */
  ofField(text: string, own?: Catalogues): string {
    return this.engine?.translated(text, this, own) ?? text
  }

  /** What the engine said in English, as findings and errors do: in this language, else marked as English. Lines stay lines. */
  told(text: string): HtmlValue {
    const isEnglish = this.language.startsWith('en')
    return this.#told(text, (line) => (isEnglish ? line : html`<bdi lang="en">${line}</bdi>`))
  }

  /** As {@link told}, of what may be in this language already. */
  maybeTold(text: string): HtmlValue {
    return this.#told(text, (line) => line)
  }

  #told(text: string, unknown: (line: string) => HtmlValue): HtmlValue {
    const lines = text.split('\n').map((line) => this.engine?.retold(line, this) ?? unknown(line))
    return lines.flatMap((line, index) => (index === 0 ? [line] : ['\n', line]))
  }

  /** As {@link say}, as HTML: `<name>…</name>` in the message is made by the part of that name. */
  sayHtml(message: string, parts: MessageParts): SafeHtml {
    const tags = Object.entries(parts).map(([name, part]) => [
      name,
      typeof part === 'function' ? (inside: HtmlValue[]) => part(html`${inside}`) : part,
    ])
    const said = this.formOf(this.gettext(message), message).format(
      Object.fromEntries(tags) as Record<string, string>,
    ) as HtmlValue | HtmlValue[]
    return html`${said}`
  }
}
