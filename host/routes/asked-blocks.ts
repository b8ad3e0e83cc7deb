import type { PoolQuery } from '../../runtime/index.js'
import type { AskedBlocks } from '../pages/libraries/reference-choosing.js'

/** Which blocks an address asks for. @param keys of the libraries that may be chosen from; the first where none is named */
export function askedIn(query: URLSearchParams, keys: readonly string[]): AskedBlocks {
  const of = query.get('of') ?? ''
  const from = query.get('from') ?? ''
  return {
    library: keys.includes(of) ? of : (keys[0] ?? ''),
    words: query.get('words')?.trim() ?? '',
    type: query.get('type')?.trim() ?? '',
    tag: query.get('tag')?.trim() ?? '',
    collection: query.get('collection')?.trim() ?? '',
    from: /^\d{1,7}$/.test(from) ? Number(from) : 0,
    show: query.get('show') ?? '',
  }
}

/** The same, as libraries are asked. */
export function queryOf({
  words,
  type,
  tag,
  collection,
}: Omit<AskedBlocks, 'library' | 'from' | 'show'>): PoolQuery {
  return {
    ...(words !== '' && { words }),
    ...(type !== '' && { types: [type] }),
    ...(tag !== '' && { tags: [tag] }),
    ...(collection !== '' && { collection }),
  }
}
