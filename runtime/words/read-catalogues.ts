import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { CompositorError, messageOf } from '../errors/index.js'
import { isJsonObject, type Json } from '../values/json.js'
import type { Catalog } from '../service/catalog-words.js'
import { poCatalogue } from './po-catalogue.js'

/**
 * The catalogues of a folder: `es.po`, `fr.mo`, `pt-BR.json`; a file is of the language that its name is. Folders as gettext
 * has them (`es/LC_MESSAGES/text.po`) are read, too.
 * @throws CompositorError `plugin-invalid` for a folder that is not there, or a file that cannot be read
 */
export function readCatalogues(folder: URL): Record<string, Catalog> {
  const found: Record<string, Catalog> = {}
  const base = folder.href.endsWith('/') ? folder : new URL(`${folder.href}/`)
  for (const { locale, file } of filesOf(base)) {
    const bytes = readFileSync(file)
    try {
      const catalog =
        extname(file.pathname) === '.json'
          ? jsonCatalogue(bytes.toString('utf8'))
          : poCatalogue(bytes, locale, extname(file.pathname) === '.mo')
      found[locale] = { ...found[locale], ...catalog }
    } catch (cause) {
      const message = `The catalogue ${file.pathname} cannot be read: ${messageOf(cause)}`
      throw new CompositorError('plugin-invalid', message, { cause })
    }
  }
  return found
}

/** Those of its folder `authors`, of words that learners' browsers have no use for; none where there is no such folder. @throws as {@link readCatalogues} does */
export function readAuthorsCatalogues(folder: URL): Record<string, Catalog> {
  const authors = new URL('authors/', folder.href.endsWith('/') ? folder : new URL(`${folder.href}/`))
  return existsSync(authors) ? readCatalogues(authors) : {}
}

function filesOf(folder: URL): { readonly locale: string; readonly file: URL }[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      if (!entry.isDirectory()) return named(entry.name, entry.name.replace(/\.[^.]+$/, ''), folder)
      const inside = new URL(`${entry.name}/LC_MESSAGES/`, folder)
      const names = namesIn(inside)
      return names.flatMap((name) => named(name, entry.name, inside))
    })
  } catch (cause) {
    throw new CompositorError('plugin-invalid', `There is no folder of catalogues at ${folder.pathname}.`, {
      cause,
    })
  }
}

function namesIn(folder: URL): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function named(name: string, called: string, folder: URL): { locale: string; file: URL }[] {
  const locale = localeOf(called)
  const isCatalogue = /\.(?:po|mo|json)$/.test(name)
  return isCatalogue && locale !== undefined ? [{ locale, file: new URL(name, folder) }] : []
}

/** A language's tag as BCP 47 writes it (`pt_BR` becomes `pt-BR`), or undefined for what is none. */
export function localeOf(text: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(text.replaceAll('_', '-').replace(/@.*$/, ''))[0]
  } catch {
    return undefined
  }
}

function jsonCatalogue(text: string): Catalog {
  const value = JSON.parse(text) as Json
  if (!isJsonObject(value)) throw new TypeError('It is no object of texts.')
  for (const [source, words] of Object.entries(value)) {
    const isForms = isJsonObject(words) && Object.values(words).every((one) => typeof one === 'string')
    if (typeof words !== 'string' && !isForms)
      throw new TypeError(`The words for '${source.slice(0, 80)}' are neither a text nor forms of one.`)
  }
  return value as Catalog
}
