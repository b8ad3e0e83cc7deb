import { listedBlocks, type FilterCounts, type FoundBlock, type SearchRequest } from '../../content/index.js'
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
 * The list of a library's blocks: by the search index; as the library's tree has them where the index is not there, or knows nothing
 * of it yet.
 * @throws CompositorError `context-unknown`, `search-input`
 */
export async function libraryListing(
  { content, catalogue }: Pick<HostParts, 'content' | 'catalogue'>,
  library: string,
  request: Omit<SearchRequest, 'contexts' | 'limit'>,
): Promise<LibraryListing> {
  const byTree = /^\d{1,9}$/.test(request.after ?? '')
  const asked = { ...request, contexts: [library], limit: partLength }
  const answer = byTree ? undefined : await catalogue.search(asked, [library])
  const isBehind = answer?.behind !== undefined
  const isAll = Object.values(request).every((value) => value === undefined || value.length === 0)
  if (answer && !(isBehind && isAll && answer.total === 0)) {
    const { items, total, next, counts } = answer
    return { items, total, next, counts, isBehind }
  }
  const from = Number(request.after ?? 0)
  const { items, total } = await listedBlocks(content, library, { from, limit: partLength })
  const next = from + partLength < total ? String(from + partLength) : null
  return { items, total, next, counts: undefined, isBehind }
}
