import { isJsonObject, type Json } from '../../runtime/values/index.js'
import type { OlxSource } from './olx-source.js'

/** Where an export of ours says what blocks without a name are called; no file of the course or library itself. */
export const idsPath = 'unit-compositor.ids.json'

/** Names of blocks without one inside a block: key and hash of their XML, in order. */
export type NamedInside = readonly (readonly [key: string, hash: string])[]

/** What an export says blocks without a name are called, by the key of the block they stand in; undefined where it says nothing. */
export function givenIdsOf(source: OlxSource): ReadonlyMap<string, NamedInside> | undefined {
  const text = source.text(idsPath)
  if (text === undefined) return undefined
  const found = new Map<string, NamedInside>()
  let said: Json
  try {
    said = JSON.parse(text) as Json
  } catch {
    return undefined
  }
  const ids = isJsonObject(said) ? said['ids'] : undefined
  for (const [parent, given] of Object.entries(isJsonObject(ids) ? ids : {})) {
    if (!Array.isArray(given)) continue
    const pairs = (given as readonly Json[]).flatMap((pair) => {
      const [key, hash] = Array.isArray(pair) ? (pair as readonly Json[]) : []
      return typeof key === 'string' && typeof hash === 'string' ? [[key, hash] as const] : []
    })
    if (pairs.length > 0) found.set(parent, pairs)
  }
  return found
}
