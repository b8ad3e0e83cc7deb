import { blockId } from './block-id.js'
import type { OlxFiles } from './olx-files.js'

/** Names that authors gave, as `TYPE/ID`. */
export interface GivenNames {
  readonly urlNames: Pick<ReadonlySet<string>, 'has'>
  readonly slugs: Pick<ReadonlySet<string>, 'has'>
}

const tag = /<([\w.-]+)\s[^<>]*>/g
const attribute = /\s(url_name|slug)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/** The names in the files of an import: what a block without one must not take. @param paths all of them when left out */
export function givenNames(files: OlxFiles, paths: Iterable<string> = files.source.paths()): GivenNames {
  const found = { url_name: new Set<string>(), slug: new Set<string>() }
  for (const path of paths) {
    if (!path.endsWith('.xml') || path.startsWith('static/')) continue
    for (const [element, type = ''] of (files.source.text(path) ?? '').matchAll(tag)) {
      for (const [, name, quoted, single] of element.matchAll(attribute)) {
        const id = blockId(quoted ?? single ?? '')
        if (id !== '') found[name === 'slug' ? 'slug' : 'url_name'].add(`${type}/${id}`)
      }
    }
  }
  return { urlNames: found.url_name, slugs: found.slug }
}
