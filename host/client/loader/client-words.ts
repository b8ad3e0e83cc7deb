import type { ClientWords } from '../../../runtime/view/client-runtime.js'

/** A text, or its forms by plural category. */
type Words = string | Readonly<Record<string, string>>
type Catalog = Readonly<Record<string, Words>>
type Catalogs = Readonly<Record<string, Catalog>>

/** What was asked for, by address: the blocks of one plugin have one file. */
const loading = new Map<string, Promise<Catalogs>>()

/**
 * The words of a plugin in the language of the page around an element.
 * @param address of the plugin's catalogues; undefined for a plugin that has none
 */
export async function wordsFor(element: Element, address: string | undefined): Promise<ClientWords> {
  const locale = element.closest<HTMLElement>('[data-locale]')?.dataset['locale'] ?? 'en'
  if (address === undefined) return wordsOf({}, locale)
  let catalogs = loading.get(address)
  if (!catalogs) loading.set(address, (catalogs = load(address)))
  return wordsOf(await catalogs, locale)
}

/** Without them the words are those of the source. */
async function load(address: string): Promise<Catalogs> {
  try {
    const response = await fetch(address)
    return response.ok ? ((await response.json()) as Catalogs) : {}
  } catch {
    loading.delete(address)
    return {}
  }
}

function wordsOf(catalogs: Catalogs, locale: string): ClientWords {
  const [language = locale] = locale.split('-')
  const chain = [...new Set([locale, language])].flatMap((name) =>
    Object.hasOwn(catalogs, name) ? [catalogs[name] ?? {}] : [],
  )
  const plural = new Intl.PluralRules(locale)
  const found = (text: string): readonly Words[] =>
    chain.flatMap((catalog) => {
      const words = Object.hasOwn(catalog, text) ? catalog[text] : undefined
      return words === undefined ? [] : [words]
    })
  return {
    locale,
    gettext: (text) => found(text).find((one) => typeof one === 'string') ?? text,
    ngettext(singular, many, count) {
      const forms = found(singular).find((one) => typeof one === 'object')
      if (!forms) return count === 1 ? singular : many
      return forms[plural.select(count)] ?? forms['other'] ?? many
    },
  }
}
