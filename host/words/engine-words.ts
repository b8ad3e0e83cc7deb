import { IntlMessageFormat } from 'intl-messageformat'
import { html, type Catalogues, type HtmlValue, type I18n } from '../../runtime/index.js'
import { KnownTexts } from './known-texts.js'

/** Texts that stand in one another, as why something failed does in what failed. */
const mostWithin = 3

/** Whether what stands in a place may be a text of the engine's: a name or a title of an author's stays as it is. */
function isSaid(text: string): boolean {
  return /\S \S+ \S/.test(text)
}

/** Places in which no name of an author's stands, but why, or what, in words of the engine's. */
const clauses = new Set(['why', 'what'])

/** A date that stands in a place of that name, in the language and time zone of a page: a day, or a moment; undefined for what is none. */
function dateIn(site: I18n, name: string, text: string): string | undefined {
  const [, day, time = '00:00'] = /^(\d{4}-\d\d-\d\d)(?: at (\d\d:\d\d) UTC)?$/.exec(text) ?? []
  if (day === undefined || (name !== 'day' && name !== 'at')) return undefined
  const moment = Date.parse(`${day}T${time}Z`)
  return name === 'at'
    ? site.formatDate(moment)
    : site.formatDate(moment, { dateStyle: 'long', timeZone: 'UTC' })
}

/** What the engine and plugins say in English, in other languages: findings, errors, labels of fields. */
export class EngineWords {
  #known: KnownTexts | undefined
  readonly #formats = new Map<string, IntlMessageFormat | undefined>()

  /** @param messages that the host has words for @param plugins words of all plugins */
  constructor(
    private readonly messages: ReadonlySet<string>,
    private readonly plugins: readonly Catalogues[],
  ) {}

  /**
   * A text as it stands in a plugin, such as a label: in the words of the plugin itself, of the site, or of any plugin, as a mixin's may stand
   * on the blocks of another.
   * @param own words of the plugin, where it is known
   */
  translated(text: string, site: I18n, own?: Catalogues): string | undefined {
    const { locale, timeZone } = site
    for (const words of [own, site, ...this.plugins]) {
      const said = (words && 'in' in words ? words.in(locale, timeZone) : words)?.gettext(text) ?? text
      if (said !== text) return said
    }
    return undefined
  }

  /** A text of the engine's in the language of a page, as HTML; undefined where there are no words for it. */
  retold(text: string, site: I18n, depth = 0): HtmlValue | undefined {
    const known = this.#texts.find(text)
    const said = known && this.#format(known.message, site)
    if (!known || !said) return undefined
    const parts = Object.entries(known.values).map(([name, value]) => {
      if (typeof value === 'number') return [name, value]
      const inner =
        (clauses.has(name) || isSaid(value)) && depth < mostWithin
          ? this.retold(value, site, depth + 1)
          : undefined
      return [name, html`<bdi>${inner ?? dateIn(site, name, value) ?? value}</bdi>`]
    })
    return html`${said.format<HtmlValue>(Object.fromEntries(parts) as Record<string, HtmlValue>)}`
  }

  get #texts(): KnownTexts {
    this.#known ??= new KnownTexts([
      ...this.messages,
      ...this.plugins.flatMap(({ byLocale }) => Object.values(byLocale).flatMap((one) => Object.keys(one))),
    ])
    return this.#known
  }

  /** The translation of a message, ready to be filled in. */
  #format(message: string, site: I18n): IntlMessageFormat | undefined {
    const name = `${site.locale} ${message}`
    if (!this.#formats.has(name)) this.#formats.set(name, this.#read(message, site))
    return this.#formats.get(name)
  }

  #read(message: string, site: I18n): IntlMessageFormat | undefined {
    // What has a moment in it is said in English, too, as that is somebody's own.
    const said = this.translated(message, site) ?? (message.includes('{at}') ? message : undefined)
    try {
      return said === undefined
        ? undefined
        : new IntlMessageFormat(said, site.locale, undefined, { ignoreTag: true })
    } catch {
      return undefined
    }
  }
}
