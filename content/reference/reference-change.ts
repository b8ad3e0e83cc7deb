import type { PoolQuery } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import {
  latestVersion,
  librarySourceText,
  type LibrarySourceRef,
  type SourceBlockKey,
  type SourceLibraryKey,
} from '../../runtime/keys/index.js'
import type { Json, JsonObject } from '../../runtime/values/index.js'
import { libraryVersion, type AuthoringStore, type VersionView } from '../version/index.js'
import { queryField } from './draft-reference.js'
import { librariesField } from './named-library.js'
import type { PoolMatches } from './pool-matches.js'

/** A library that is chosen, at a version. */
export interface ChosenLibrary {
  readonly library: SourceLibraryKey
  /**
   * A version as people name it: its number, name, hash or a start of that, `published`; `latest` to follow the library. Left out, the one
   * that the reference has already, or else what the library has published last, pinned.
   */
  readonly version?: string | undefined
}

/** What becomes of a reference; what is left out stays as it is. */
export interface ReferenceChange {
  /** The library that the blocks are of, instead of those before. */
  readonly library?: SourceLibraryKey | undefined
  /** Another version of `library`, or of the only library there is; see {@link ChosenLibrary}. */
  readonly version?: string | undefined
  /** Several libraries at once, instead of those before. */
  readonly libraries?: readonly ChosenLibrary[] | undefined
  /** Which blocks, in order; libraries of theirs that were not chosen are, pinned. An empty list names none. */
  readonly pool?: readonly SourceBlockKey[] | undefined
  /** A subset, whose members are put into the pool; null for none, which leaves the pool as it is. */
  readonly query?: PoolQuery | null | undefined
  /** The same blocks in another order. */
  readonly order?: readonly SourceBlockKey[] | undefined
  /** Whether learners get some of the blocks, drawn for each; else all get all, in order. */
  readonly random?: boolean | undefined
  /** How many a learner gets; below zero for all. For references that draw. */
  readonly count?: number | undefined
  readonly title?: string | undefined
}

/** What a reference is before it is changed. */
export interface ReferenceBefore {
  readonly sources: readonly LibrarySourceRef[]
  /** Usage keys, as text. */
  readonly pool: readonly string[]
  readonly query: PoolQuery | undefined
}

/** What a reference is to be. */
export interface WantedReference {
  readonly sources: readonly LibrarySourceRef[]
  /** Undefined where it stays as it is written. */
  readonly pool: readonly string[] | undefined
  readonly query: PoolQuery | undefined
}

/**
 * Works out what a reference is to be: versions by their whole names, the blocks of a subset by theirs.
 * @throws CompositorError `field-value`, `context-unknown`, `version-unknown`, `version-ambiguous`, `library-version-missing`,
 *   `library-block-missing` for a block that its version does not have
 */
export class ReferencePlan {
  readonly #views = new Map<string, VersionView>()

  constructor(
    private readonly store: AuthoringStore,
    private readonly matches: PoolMatches,
    private readonly before: ReferenceBefore,
  ) {}

  async of(change: ReferenceChange): Promise<WantedReference> {
    const { before } = this
    let sources = await this.#sources(change)
    const query = change.query === undefined ? before.query : (change.query ?? undefined)
    let pool = change.pool?.map((key) => key.toString())
    if (pool === undefined && change.query) pool = await this.#matching(sources, change.query)
    if (change.order !== undefined) pool = ordered(pool ?? before.pool, change.order)
    for (const { context } of change.pool ?? [])
      if (!sources.some(({ library }) => library.equals(context)))
        sources = [...sources, await this.#chosen({ library: context })]
    if (pool !== undefined) await this.#refuseMissing(sources, pool)
    return { sources, pool: pool && [...new Set(pool)], query }
  }

  async #sources(change: ReferenceChange): Promise<readonly LibrarySourceRef[]> {
    const { library, version, libraries } = change
    const { sources } = this.before
    if (libraries) return Promise.all(libraries.map((one) => this.#chosen(one)))
    if (library) return [await this.#chosen({ library, version })]
    if (version === undefined) return sources
    const [only, ...others] = sources
    if (!only || others.length > 0) {
      const message = `A version is of a library, and ${only ? 'several are' : 'none is'} chosen: say of which.`
      throw new CompositorError('field-value', message)
    }
    return [await this.#chosen({ library: only.library, version })]
  }

  async #chosen({ library, version }: ChosenLibrary): Promise<LibrarySourceRef> {
    const key = library.toString()
    const known = this.before.sources.find((one) => one.library.equals(library))
    if (version === undefined && known) return known
    const head = await this.store.head(key)
    if (head.kind !== 'library')
      throw new CompositorError(
        'field-value',
        `'${key}' is a course, and blocks are referred to in libraries.`,
      )
    if (version === latestVersion) return { library, version }
    if (version !== undefined) return { library, version: (await this.store.view(key, version)).name }
    const latest = await libraryVersion(this.store, key)
    if (latest !== null) return { library, version: latest }
    throw new CompositorError('library-version-missing', `'${key}' has not published anything yet.`)
  }

  async #matching(sources: readonly LibrarySourceRef[], query: PoolQuery): Promise<string[]> {
    const found: string[] = []
    for (const source of sources) {
      const view = await this.#view(source)
      if (view) found.push(...(await this.matches.find(view, query)))
    }
    return found
  }

  /** Blocks that are named already stay, whatever has become of them. */
  async #refuseMissing(sources: readonly LibrarySourceRef[], pool: readonly string[]): Promise<void> {
    const known = new Set(this.before.pool)
    const fresh = new Set(pool.filter((key) => !known.has(key)))
    for (const source of sources) {
      if (fresh.size === 0) return
      const view = await this.#view(source)
      if (view) for (const key of (await view.blocks(fresh)).keys()) fresh.delete(key)
    }
    const [missing] = fresh
    if (missing === undefined) return
    const from = sources.map(librarySourceText).join(', ') || 'No library'
    throw new CompositorError('library-block-missing', `'${missing.slice(0, 300)}' is in none of: ${from}.`)
  }

  async #view(source: LibrarySourceRef): Promise<VersionView | undefined> {
    const text = librarySourceText(source)
    const known = this.#views.get(text)
    if (known) return known
    const view = await viewOf(this.store, source)
    if (view) this.#views.set(text, view)
    return view
  }
}

/** The version of a library that a reference names; undefined where it is not here. */
export async function viewOf(
  store: AuthoringStore,
  { library, version }: LibrarySourceRef,
): Promise<VersionView | undefined> {
  const key = library.toString()
  const name = version === latestVersion ? await libraryVersion(store, key) : version
  const view = name === null ? undefined : await store.findView(key, name)
  return view?.kind === 'library' ? view : undefined
}

/** The settings that say which libraries and which subset. */
export function sharedSettings({ sources, query }: WantedReference): Record<string, Json> {
  return {
    [librariesField]: sources.map(librarySourceText),
    [queryField]: (query ?? {}) as JsonObject,
  }
}

function ordered(pool: readonly string[], order: readonly SourceBlockKey[]): string[] {
  const wanted = order.map((key) => key.toString())
  const isSame = wanted.length === pool.length && new Set([...wanted, ...pool]).size === new Set(pool).size
  if (isSame) return wanted
  throw new CompositorError('field-value', 'An order names each block of the pool once, and no other.')
}
