import {
  CatalogWords,
  inContext,
  withoutContext,
  type Catalog,
} from '../../../runtime/service/catalog-words.js'
import type { ClientWords } from '../../../runtime/view/client-runtime.js'

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

/** Functions that may be taken out of what they stand in. */
function wordsOf(catalogs: Catalogs, locale: string): ClientWords {
  const words = new CatalogWords(locale, catalogs)
  return {
    locale,
    gettext: (text) => words.gettext(text),
    ngettext: (singular, plural, count) => words.ngettext(singular, plural, count),
    pgettext: (context, text) => withoutContext(context, text, words.gettext(inContext(context, text))),
    npgettext: (context, singular, plural, count) =>
      withoutContext(context, singular, words.ngettext(inContext(context, singular), plural, count)),
  }
}
