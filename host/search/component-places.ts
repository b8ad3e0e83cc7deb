import type { BlockUsage } from '../../content/index.js'
import { ContextualKey, parseKey, parseUsageKey } from '../../runtime/index.js'
import { LibraryBlockKey, V1LibraryBlockKey } from '../../runtime/keys/index.js'

/** A place where learners meet a component of a library. */
export interface ComponentPlace {
  /** Key of the course or library, as text. */
  readonly context: string
  /** Usage key that it has there, as text. */
  readonly usage: string
  /** The version of the library that is referred to there, or the number of a linked copy; absent where the newest is followed. */
  readonly version?: string
  /** Whether learners see it there. */
  readonly isPublished: boolean
}

/** Levels of containers in each other: sections hold subsections, those units, and those components. */
const mostLevels = 4
const pageSize = 500

/**
 * Where learners meet a component: by references to it, to what holds it and to the whole library, and as linked copies.
 * @param most places
 * @throws CompositorError `key-malformed`, `key-kind`, `store-unavailable`
 */
export async function componentPlaces(
  uses: BlockUsage,
  component: string,
  most: number,
): Promise<readonly ComponentPlace[]> {
  const definition = parseKey(component)
  if (!(definition instanceof LibraryBlockKey || definition instanceof V1LibraryBlockKey)) return []
  const found = new Map<string, ComponentPlace>()
  const seen = new Set([component])
  let level = [component]
  for (let depth = 0; depth < mostLevels && level.length > 0; depth++) {
    const above: string[] = []
    for (const { block, uses: contexts } of await uses.used(level))
      for (const { context } of contexts)
        for (let after: string | undefined; ;) {
          const page = await uses.places(block, context, { after, limit: pageSize })
          for (const { usage, how, version, in: where } of page.items) {
            if (how === 'child') above.push(usage)
            // Of a copied container each block inside is linked itself.
            if (how === 'child' || (how === 'link' && block !== component)) continue
            const key =
              how === 'link'
                ? usage
                : new ContextualKey({ usage: parseUsageKey(usage), definition }).toString()
            const isPublished = where.includes('published')
            if (found.size < most && !found.has(key))
              found.set(key, { context, usage: key, ...(version !== undefined && { version }), isPublished })
          }
          if (page.next === null || found.size >= most) break
          after = page.next
        }
    level = [...new Set(above)].filter((key) => !seen.has(key))
    for (const key of level) seen.add(key)
  }
  return [...found.values()]
}
