import { latestVersion, type SourceLibraryKey } from '../../runtime/keys/index.js'
import { libraryVersion, type AuthoringStore } from '../version/index.js'
import type { PoolMatches } from './pool-matches.js'
import { blocksOf } from './reference-pool.js'
import type { LibraryVersionChoice, PoolMember, ReferenceState } from './reference-state.js'

/** Versions that are listed at most. */
const mostVersions = 1000

/** Part of a list of blocks that could be chosen. */
export interface OfferedBlocks {
  readonly items: readonly PoolMember[]
  readonly total: number
}

/** What is asked of the blocks that could be chosen. */
export interface OfferedAsked {
  readonly version?: string | undefined
  readonly query?: NonNullable<ReferenceState['query']>
  readonly from?: number
  /** 50 when left out. */
  readonly limit?: number
}

/** The versions of a library that references may name: those it has published, the newest first. @throws CompositorError `context-unknown` */
export async function versionChoices(
  store: AuthoringStore,
  library: SourceLibraryKey,
): Promise<readonly LibraryVersionChoice[]> {
  const key = library.toString()
  const latest = await libraryVersion(store, key)
  const found = new Map<string, LibraryVersionChoice>()
  for await (const { entry } of store.entries(key)) {
    const { tree: version, number, name, comment, author, at } = entry
    if ((entry.what !== 'publish' && version !== latest) || found.has(version)) continue
    const words = { ...(name !== undefined && { name }), ...(comment !== undefined && { comment }) }
    const said = { ...words, ...(author !== undefined && { author }) }
    found.set(version, { version, number, ...said, at, isLatest: version === latest })
    if (found.size === mostVersions) break
  }
  return [...found.values()]
}

/**
 * The blocks of a version of a library that could be chosen, narrowed down as a subset is.
 * @param version as people name it; what is published when left out
 * @throws CompositorError `context-unknown`, `version-unknown`, `version-ambiguous`
 */
export async function offeredBlocks(
  store: AuthoringStore,
  matches: PoolMatches,
  library: SourceLibraryKey,
  { version, query = {}, from = 0, limit = 50 }: OfferedAsked,
): Promise<OfferedBlocks> {
  const key = library.toString()
  const asked =
    version === latestVersion || version === undefined ? await libraryVersion(store, key) : version
  if (asked === null) return { items: [], total: 0 }
  const view = await store.view(key, asked)
  const keys = await matches.find(view, query)
  const items = await blocksOf(view, keys.slice(from, from + limit), undefined, matches)
  return { items: [...items.values()], total: keys.length }
}
