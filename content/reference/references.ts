import { blockOlx, type BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import {
  latestVersion,
  parseSourceBlock,
  parseUsageKey,
  type SourceBlockKey,
  type SourceLibraryKey,
  type UsageKey,
} from '../../runtime/keys/index.js'
import { isSameJson, type Json, type JsonObject } from '../../runtime/values/json.js'
import { whyClosed, type LibraryStandings } from '../library/index.js'
import {
  libraryVersion,
  type AuthoringStore,
  type DraftOperation,
  type ExpectedWords,
  type VersionView,
} from '../version/index.js'
import { referenceAt } from './draft-reference.js'
import { innerKeys } from './inner-keys.js'
import { PoolMatches } from './pool-matches.js'
import { readReference, type ReadReference } from './read-reference.js'
import {
  ReferencePlan,
  sharedSettings,
  viewOf,
  type ReferenceChange,
  type WantedReference,
} from './reference-change.js'
import { referenceMessages } from './reference-messages.js'
import { blocksOf, poolOf } from './reference-pool.js'
import type {
  LibraryVersionChoice,
  MatchingBlocks,
  PoolMember,
  ReferenceState,
  ReferredLibrary,
} from './reference-state.js'

/** The types of references that are made where nobody says another. */
const madeTypes = { ordered: 'library_content_v2', random: 'randomized' } as const

/** Blocks that are named at most where all of a library are to stand in order. */
const mostNamed = 1000

/** What a change of a reference came to. */
export interface ConfiguredReference {
  /** Its key, which is another one where its type is. */
  readonly usage: UsageKey
  /** Name of the version that is now the draft. */
  readonly draft: string
  readonly changed: boolean
}

/** Where a new reference goes: into a block, before the one that stands at an index there, or as its last. */
export interface NewReference extends ReferenceChange {
  readonly parent: UsageKey
  readonly index?: number | undefined
}

/** Part of a list of blocks that could be chosen. */
export interface OfferedBlocks {
  readonly items: readonly PoolMember[]
  readonly total: number
}

/** The references of drafts to libraries, as their authors read and change them step by step. */
export class References {
  readonly #matches: PoolMatches

  /** @param standings what the site says of who may refer to libraries; left out, everybody may */
  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
    private readonly standings?: Pick<LibraryStandings, 'of'>,
  ) {
    this.#matches = new PoolMatches(store, types)
  }

  /**
   * A reference as it stands in the draft, with what its author should know of each step.
   * @throws CompositorError `context-unknown`, `block-not-found`, `draft-fixed` for a block that refers to no library
   */
  async state(usage: UsageKey): Promise<ReferenceState> {
    const read = await readReference(this.store, this.types, usage)
    const { block, view, names, query, references, count, type } = read
    const libraries: ReferredLibrary[] = []
    const views = new Map<string, VersionView>()
    for (const source of read.sources) {
      const found = await viewOf(this.store, source)
      if (found) views.set(source.library.toString(), found)
      libraries.push(await this.#told(source, found))
    }
    const pool = await poolOf(references, views, this.#matches)
    const closed = await this.#closed(read)
    const title = block.settings['display_name']
    return {
      usage: read.usage,
      type: block.type,
      title: typeof title === 'string' ? title : '',
      draft: view.name,
      libraries,
      pool: pool.members,
      size: pool.size,
      isWhole: read.named.length === 0 && !query && names?.wholeWhenEmpty === true,
      ...(query && { query }),
      isRandom: type.capabilities.choice !== undefined,
      ...(count !== undefined && { count }),
      messages: referenceMessages(read, libraries, pool, closed),
    }
  }

  /**
   * Changes a reference, all of it or nothing, as one edit of the draft. Whatever becomes of versions, blocks and their order, learners keep what
   * they have of each block; where the order changes between drawn and fixed, the block becomes one of another type, and old keys lead to the new ones.
   * @throws CompositorError `context-unknown`, `block-not-found`, `draft-fixed`, `draft-changed`, `field-value`, `version-unknown`,
   *   `version-ambiguous`, `library-version-missing`, `library-block-missing`, `library-closed`; the draft is then what it was
   */
  async configure(
    usage: UsageKey,
    change: ReferenceChange,
    words: ExpectedWords = {},
  ): Promise<ConfiguredReference> {
    const read = await readReference(this.store, this.types, usage)
    const wanted = await this.#plan(read).of(change)
    await this.#refuseClosed(read.view.context, read.sources, wanted)
    const operation = await this.#operation(read, change, wanted)
    return this.#done(read.view.context, operation, { ...words, expected: words.expected ?? read.view.name })
  }

  /**
   * Makes a reference in a block of a draft, as one edit.
   * @throws CompositorError as {@link configure} does
   */
  async create(
    { parent, index, ...change }: NewReference,
    words: ExpectedWords = {},
  ): Promise<ConfiguredReference> {
    const above = parent.withoutBranchOrVersion()
    const type = change.random ? madeTypes.random : madeTypes.ordered
    const wanted = await new ReferencePlan(this.store, this.#matches, {
      sources: [],
      pool: [],
      query: undefined,
    }).of(change)
    await this.#refuseClosed(above.context.toString(), [], wanted)
    const settings = this.#settings(type, change, wanted)
    const own = withoutEmpty(settings).settings
    const olx = blockOlx({ type, content: {}, settings: own }, this.types)
    return this.#done(above.context.toString(), { do: 'add', parent: above.toString(), index, olx }, words)
  }

  /**
   * What a subset finds by now, and how that differs from the pool: new members are offered, and none comes or goes by itself.
   * @throws CompositorError as {@link state} does; `field-value` for a reference that asks for no subset
   */
  async matching(usage: UsageKey): Promise<MatchingBlocks> {
    const read = await readReference(this.store, this.types, usage)
    const { query, sources } = read
    if (!query) {
      const message = `'${read.usage.toString()}' asks for no subset of its libraries.`
      throw new CompositorError('field-value', message, { usage: read.usage.toString() })
    }
    const found: string[] = []
    for (const source of sources) {
      const view = await viewOf(this.store, source)
      if (view) found.push(...(await this.#matches.find(view, query)))
    }
    const pool = namedBlocks(read).map((key) => key.toString())
    const [has, finds] = [new Set(pool), new Set(found)]
    // A pool that was never filled is what the subset finds.
    const added = pool.length === 0 ? [] : found.filter((key) => !has.has(key))
    return {
      found: found.map(parseSourceBlock),
      added: added.map(parseSourceBlock),
      gone: pool.filter((key) => !finds.has(key)).map(parseSourceBlock),
    }
  }

  /** The versions of a library that references may name: those it has published, the newest first. @throws CompositorError `context-unknown` */
  async versions(library: SourceLibraryKey): Promise<readonly LibraryVersionChoice[]> {
    const key = library.toString()
    const latest = await libraryVersion(this.store, key)
    const found = new Map<string, LibraryVersionChoice>()
    for await (const { entry } of this.store.entries(key)) {
      const { tree: version, number, name, comment, author, at } = entry
      if ((entry.what !== 'publish' && version !== latest) || found.has(version)) continue
      const words = { ...(name !== undefined && { name }), ...(comment !== undefined && { comment }) }
      const said = { ...words, ...(author !== undefined && { author }) }
      found.set(version, { version, number, ...said, at, isLatest: version === latest })
      if (found.size === mostNamed) break
    }
    return [...found.values()]
  }

  /**
   * The blocks of a version of a library that could be chosen, narrowed down as a subset is.
   * @param version as people name it; what is published when left out
   * @throws CompositorError `context-unknown`, `version-unknown`, `version-ambiguous`
   */
  async offered(
    library: SourceLibraryKey,
    { version, query = {}, from = 0, limit = 50 }: OfferedAsked = {},
  ): Promise<OfferedBlocks> {
    const key = library.toString()
    const asked =
      version === latestVersion || version === undefined ? await libraryVersion(this.store, key) : version
    if (asked === null) return { items: [], total: 0 }
    const view = await this.store.view(key, asked)
    const keys = await this.#matches.find(view, query)
    const items = await blocksOf(view, keys.slice(from, from + limit), undefined, this.#matches)
    return { items: [...items.values()], total: keys.length }
  }

  #plan(read: ReadReference): ReferencePlan {
    const pool = namedBlocks(read).map((key) => key.toString())
    return new ReferencePlan(this.store, this.#matches, { sources: read.sources, pool, query: read.query })
  }

  async #operation(
    read: ReadReference,
    change: ReferenceChange,
    wanted: WantedReference,
  ): Promise<DraftOperation> {
    const { usage, type, names } = read
    if (!names) {
      const message = `Blocks of type ${type.name} do not say where they keep what they refer to; change their fields.`
      throw new CompositorError('draft-fixed', message, { usage: usage.toString() })
    }
    const isRandom = type.capabilities.choice !== undefined
    if (change.random === undefined || change.random === isRandom) {
      const { settings, reset } = withoutEmpty(this.#settings(type.name, change, wanted))
      const all = [...reset, ...this.#others(type.name, change)]
      const edit = { usage: usage.toString(), content: {}, ...onlyOther(read.block.settings, settings, all) }
      return { do: 'edit', edit }
    }
    const { otherOrder } = names
    if (otherOrder === undefined) {
      const message = `Blocks of type ${type.name} ${isRandom ? 'always' : 'never'} draw.`
      throw new CompositorError('draft-fixed', message, { usage: usage.toString() })
    }
    const pool = wanted.pool ?? (await this.#namesIn(read, otherOrder))
    const gone = [names.blocks, names.count, ...(names.otherCounts ?? [])]
    const target = this.types.get(otherOrder)
    const kept = Object.entries(read.block.settings).filter(
      ([name]) => !gone.includes(name) && target?.fieldByOlxName(name) !== undefined,
    )
    const settings = {
      ...Object.fromEntries(kept),
      ...this.#settings(otherOrder, change, { ...wanted, pool }),
    }
    const inside = await innerKeys(this.store, this.types, read.view, usage)
    const own = withoutEmpty(settings).settings
    return {
      do: 'retype',
      usage: usage.toString(),
      to: { type: otherOrder, settings: own, inside: inside.map(String) },
    }
  }

  /** The blocks that a reference of another type is to name, which this one may mean without naming them. */
  async #namesIn(read: ReadReference, otherOrder: string): Promise<readonly string[] | undefined> {
    const named = namedBlocks(read).map((key) => key.toString())
    const isNeeded =
      named.length === 0 && !this.types.get(otherOrder)?.capabilities.referenceFields?.wholeWhenEmpty
    if (!isNeeded || read.query) return named
    const found: string[] = []
    for (const source of read.sources) {
      const view = await viewOf(this.store, source)
      const kind = read.references.find((one) => one.kind !== undefined)?.kind
      if (view) found.push(...(await this.#matches.find(view, kind === undefined ? {} : { types: [kind] })))
    }
    if (found.length <= mostNamed) return found
    const message = `${found.length} blocks are too many to stand in order: name up to ${mostNamed}.`
    throw new CompositorError('field-value', message, { usage: read.usage.toString() })
  }

  #settings(typeName: string, { count, title }: ReferenceChange, wanted: WantedReference): JsonObject {
    const type = this.types.get(typeName)
    const names = type?.capabilities.referenceFields
    if (!names) throw new CompositorError('draft-fixed', `Nothing here provides blocks of type ${typeName}.`)
    if (count !== undefined && names.count === undefined)
      throw new CompositorError(
        'field-value',
        `Blocks of type ${typeName} show all that they refer to: a count is for those that draw.`,
      )
    const settings: Record<string, Json> = { ...sharedSettings(wanted) }
    if (wanted.pool) settings[names.blocks] = [...wanted.pool]
    if (count !== undefined && names.count !== undefined) settings[names.count] = count
    if (title !== undefined) settings['display_name'] = title
    return settings
  }

  /** Fields that say another count, where one is set. */
  #others(typeName: string, { count }: ReferenceChange): readonly string[] {
    return count === undefined
      ? []
      : (this.types.get(typeName)?.capabilities.referenceFields?.otherCounts ?? [])
  }

  async #done(
    context: string,
    operation: DraftOperation,
    words: ExpectedWords,
  ): Promise<ConfiguredReference> {
    const { usages, version, changed } = await this.store.operate(context, this.types, [operation], words)
    return { usage: parseUsageKey(usages[0] ?? ''), draft: version, changed }
  }

  async #told(
    { library, version: pinned }: ReadReference['sources'][number],
    view: VersionView | undefined,
  ): Promise<ReferredLibrary> {
    const key = library.toString()
    const head = await this.store.findHead(key)
    if (head?.kind !== 'library') return { library, pinned }
    const latest = await libraryVersion(this.store, key)
    const { title } = head
    return { library, title, pinned, ...(view && { version: view.name }), ...(latest !== null && { latest }) }
  }

  /** Refuses libraries that are chosen anew and may not be used here. @throws CompositorError `library-closed` */
  async #refuseClosed(
    context: string,
    before: ReadReference['sources'],
    { sources }: WantedReference,
  ): Promise<void> {
    const known = new Set(before.map(({ library }) => library.toString()))
    for (const { library } of sources) {
      const key = library.toString()
      const standing = known.has(key) || key === context ? undefined : await this.standings?.of(key)
      const why = standing && whyClosed(key, standing, context)
      if (why !== undefined) throw new CompositorError('library-closed', why)
    }
  }

  /** Why libraries do not take this reference, which learners do not see yet. */
  async #closed({ sources, usage, view }: ReadReference): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>()
    for (const { library } of this.standings ? sources : []) {
      const key = library.toString()
      const standing = await this.standings?.of(key)
      const why = standing && key !== view.context ? whyClosed(key, standing, view.context) : undefined
      if (why !== undefined && !(await this.#isPublished(usage, key))) found.set(key, why)
    }
    return found
  }

  /** Whether learners see the reference with blocks of this library already. */
  async #isPublished(usage: UsageKey, library: string): Promise<boolean> {
    const context = usage.context.toString()
    const { published } = await this.store.head(context)
    if (published === null) return false
    const view = await this.store.view(context, published)
    const seen = await referenceAt(view, usage.toString(), this.types).catch((thrown: unknown) => {
      const { code } = CompositorError.from(thrown, 'store-unavailable')
      // It is not there, or cannot be read: learners see nothing of it.
      if (code === 'block-not-found' || code === 'draft-fixed') return undefined
      throw thrown
    })
    return seen?.libraries.some((one) => one.library === library) === true
  }
}

/** What is asked of the blocks that could be chosen. */
export interface OfferedAsked {
  readonly version?: string | undefined
  readonly query?: NonNullable<ReferenceState['query']>
  readonly from?: number
  /** 50 when left out. */
  readonly limit?: number
}

/** The blocks that are named, those left out that are no keys of library blocks. */
function namedBlocks({ named }: ReadReference): readonly SourceBlockKey[] {
  return named.flatMap((text) => {
    try {
      return [parseSourceBlock(text)]
    } catch {
      return []
    }
  })
}

/** Lists and subsets of nothing are not written. */
function withoutEmpty(all: JsonObject): { readonly settings: JsonObject; readonly reset: readonly string[] } {
  const isEmpty = (value: Json | undefined) =>
    typeof value === 'object' && value !== null && Object.keys(value).length === 0
  const entries = Object.entries(all)
  return {
    settings: Object.fromEntries(
      entries.filter((one): one is [string, Json] => one[1] !== undefined && !isEmpty(one[1])),
    ),
    reset: entries.flatMap(([name, value]) => (isEmpty(value) ? [name] : [])),
  }
}

/** Of what is to be set and reset that which is not so already. */
function onlyOther(before: JsonObject, settings: JsonObject, reset: readonly string[]) {
  const isOther = ([name, value]: readonly [string, Json | undefined]) =>
    value === undefined || !isSameJson(before[name] ?? null, value)
  return {
    settings: Object.fromEntries(Object.entries(settings).filter(isOther)),
    reset: reset.filter((name) => before[name] !== undefined),
  }
}
