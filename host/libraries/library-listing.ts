import {
  freshBlocks,
  listedBlocks,
  type FilterCounts,
  type FoundBlock,
  type SearchRequest,
} from '../../content/index.js'
import type { HostParts } from '../host-parts.js'

/** Part of the list of a library's blocks. */
export interface LibraryListing {
  readonly items: readonly FoundBlock[]
  readonly total: number
  /** What to pass as `after` for the next part; null at the end. */
  readonly next: string | null
  /** Undefined where the index does not know the library, so that it is listed in its own order. */
  readonly counts: FilterCounts | undefined
  readonly isBehind: boolean
}

/** Blocks of one part. */
const partLength = 100

/**
 * The list of a library's blocks by the search index, each as it is by now. All of them, where nothing narrows them down and the index
 * does not tell of the latest changes yet, are listed as the library's tree has them.
 * @throws CompositorError `context-unknown`, `search-input`
 */
export async function libraryListing(
  { content, catalogue }: Pick<HostParts, 'content' | 'catalogue'>,
  library: string,
  { after, ...request }: Omit<SearchRequest, 'contexts' | 'limit'>,
): Promise<LibraryListing> {
  const place = /^\d{1,9}$/.test(after ?? '') ? Number(after) : undefined
  const asked = { ...request, contexts: [library], ...(place === undefined && { after, limit: partLength }) }
  const answer = await catalogue.search(asked, [library])
  const isBehind = answer.behind !== undefined
  const isAll = Object.values(request).every((value) => value === undefined || value.length === 0)
  const counts = isBehind && answer.total === 0 && isAll ? undefined : answer.counts
  if (place === undefined && !(isBehind && isAll && after === undefined)) {
    const { items, total, next } = answer
    return { items: await freshBlocks(content, library, items), total, next, counts, isBehind }
  }
  const from = place ?? 0
  const { items, total } = await listedBlocks(content, library, { from, limit: partLength })
  const next = from + partLength < total ? String(from + partLength) : null
  return { items, total, next, counts, isBehind }
}
