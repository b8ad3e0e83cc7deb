import { readdirSync, readFileSync } from 'node:fs'
import { Parser } from 'htmlparser2'
import { catalogues } from '../../host/words/catalogues/index.js'
import { toldCatalogues } from '../../host/words/told/index.js'
import { catalogues as blockCatalogues, fieldCatalogues } from '../../blocks/words/index.js'

/** A language that nobody speaks: each message of the catalogues is itself between `⟦` and `⟧`. */
export const madeLanguage = 'qaa'

/** Its catalogue, as a host gives one. */
export const madeWords = Object.fromEntries(
  [...catalogues, ...toldCatalogues, ...blockCatalogues, ...fieldCatalogues]
    .flatMap((one) => Object.keys(one))
    .map((message) => [message, `⟦${message}⟧`]),
)

/** Elements that hold what authors wrote, code and drawings, or say of themselves whose words they are. */
const unread = new Set([
  'script',
  'style',
  'svg',
  'math',
  'code',
  'pre',
  'bdi',
  'textarea',
  'time',
  'del',
  'ins',
])
const empty = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'source',
  'track',
  'wbr',
])

/** What somebody reads or hears of a page and is of no catalogue: texts, and attributes that are read out. */
export function outside(page: string): string[] {
  const found: string[] = []
  const open: { readonly name: string; readonly isUnread: boolean }[] = []
  /** How many messages are open where it is read: a message may hold elements. */
  let depth = 0
  const read = (text: string) => {
    for (const part of text.split(/(?<=⟧)|(?=⟦)/)) {
      depth += part.startsWith('⟦') ? 1 : 0
      if (depth === 0 && /\p{L}{2,}/u.test(part)) found.push(part.replace(/\s+/g, ' ').trim())
      depth -= part.endsWith('⟧') ? 1 : 0
    }
  }
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const foreign =
          attributes['lang'] !== undefined && attributes['lang'] !== madeLanguage && name !== 'html'
        const isUnread = open.at(-1)?.isUnread === true || unread.has(name) || foreign
        if (!empty.has(name)) open.push({ name, isUnread })
        if (isUnread) return
        for (const spoken of ['aria-label', 'title', 'alt', 'placeholder'])
          if (attributes[spoken] !== undefined && !(name === 'input' && spoken === 'title')) {
            const before = depth
            depth = 0
            read(attributes[spoken])
            depth = before
          }
      },
      ontext(text) {
        if (open.at(-1)?.isUnread !== true) read(text)
      },
      onclosetag(name) {
        if (!empty.has(name)) open.pop()
      },
    },
    { decodeEntities: true },
  )
  parser.end(page)
  return found
}

/** The GET routes that the host's pages have, as their tables write them. */
export function pageRoutes(): readonly string[] {
  const folder = new URL('../../host/routes/', import.meta.url)
  const routes = readdirSync(folder).flatMap((name) =>
    [...readFileSync(new URL(name, folder), 'utf8').matchAll(/'GET (\/[^']*)'/g)].map(
      ([, path = '']) => path,
    ),
  )
  return [...new Set(routes)].sort()
}
