import { blockOlx, type BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import {
  parseSourceBlock,
  parseUsageKey,
  type SourceLibraryKey,
  type UsageKey,
} from '../../runtime/keys/index.js'
import type { LibraryStandings } from '../library/index.js'
import {
  libraryVersion,
  type AuthoringStore,
  type DraftOperation,
  type ExpectedWords,
  type StoredVersionView,
  type VersionView,
} from '../version/index.js'
import { ClosedLibraries } from './closed-libraries.js'
import { namedBlocks, referenceAt, type DraftReference } from './draft-reference.js'
import { groupMessages } from './group-messages.js'
import { offeredBlocks, versionChoices, type OfferedAsked, type OfferedBlocks } from './library-choices.js'
import { PoolMatches } from './pool-matches.js'
import { ReferencePlan, viewOf, type ReferenceChange } from './reference-change.js'
import { referenceMessages } from './reference-messages.js'
import { ReferenceOperations } from './reference-operation.js'
import { poolOf } from './reference-pool.js'
import type {
  LibraryVersionChoice,
  MatchingBlocks,
  ReferenceState,
  ReferredLibrary,
} from './reference-state.js'

/** The types of references that are made where nobody says another. */
const madeTypes = { ordered: 'library_content_v2', random: 'randomized' } as const

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

/** The references of drafts to libraries, as their authors read and change them step by step. */
export class References {
  readonly #matches: PoolMatches
  readonly #operations: ReferenceOperations
  readonly #closed: ClosedLibraries

  /** @param standings what the site says of who may refer to libraries; left out, everybody may */
  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
    standings?: Pick<LibraryStandings, 'of'>,
  ) {
    this.#matches = new PoolMatches(store, types)
    this.#operations = new ReferenceOperations(store, types, this.#matches)
    this.#closed = new ClosedLibraries(store, types, standings)
  }

  /**
   * A reference as it stands in the draft, with what its author should know of each step.
   * @throws CompositorError `context-unknown`, `block-not-found`, `draft-fixed` for a block that refers to no library
   */
  async state(asked: UsageKey): Promise<ReferenceState> {
    const { usage, view, reference } = await this.#read(asked)
    const { block, names, query, references, count, type, named } = reference
    const libraries: ReferredLibrary[] = []
    const views = new Map<string, VersionView>()
    for (const source of reference.sources) {
      const found = await viewOf(this.store, source)
      if (found) views.set(source.library.toString(), found)
      libraries.push(await this.#told(source, found))
    }
    const pool = await poolOf(references, views, this.#matches)
    const closed = await this.#closed.of(reference, view)
    const inGroup = await groupMessages(usage.toString(), block, view, this.store, this.types)
    const title = block.settings['display_name']
    return {
      usage,
      type: block.type,
      title: typeof title === 'string' ? title : '',
      draft: view.name,
      libraries,
      pool: pool.members,
      size: pool.size,
      isWhole: named.length === 0 && !query && names?.wholeWhenEmpty === true,
      ...(query && { query }),
      isRandom: type.capabilities.choice !== undefined,
      ...(count !== undefined && { count }),
      messages: [...referenceMessages(reference, libraries, pool, closed), ...inGroup],
    }
  }

  /**
   * Changes a reference, all of it or nothing, as one edit of the draft. Whatever becomes of versions, blocks and their order, learners keep what
   * they have of each block; where the order changes between drawn and fixed, the block becomes one of another type, and old keys lead to the new ones.
   * @throws CompositorError `context-unknown`, `block-not-found`, `draft-fixed`, `draft-changed`, `field-value`, `version-unknown`,
   *   `version-ambiguous`, `library-version-missing`, `library-block-missing`, `library-closed`; the draft is then what it was
   */
  async configure(
    asked: UsageKey,
    change: ReferenceChange,
    words: ExpectedWords = {},
  ): Promise<ConfiguredReference> {
    const { view, reference } = await this.#read(asked)
    const { sources, query } = reference
    const pool = namedBlocks(reference).map((key) => key.toString())
    const wanted = await new ReferencePlan(this.store, this.#matches, { sources, pool, query }).of(change)
    await this.#closed.refuse(view.context, sources, wanted.sources)
    const operation = await this.#operations.changing(view, reference, change, wanted)
    return this.#done(view.context, operation, { ...words, expected: words.expected ?? view.name })
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
    const context = above.context.toString()
    const type = change.random ? madeTypes.random : madeTypes.ordered
    const before = { sources: [], pool: [], query: undefined }
    const wanted = await new ReferencePlan(this.store, this.#matches, before).of(change)
    await this.#closed.refuse(context, [], wanted.sources)
    const settings = this.#operations.settingsOf(type, change, wanted)
    const olx = blockOlx({ type, content: {}, settings }, this.types)
    return this.#done(context, { do: 'add', parent: above.toString(), index, olx }, words)
  }

  /**
   * What a subset finds by now, and how that differs from the pool: new members are offered, and none comes or goes by itself.
   * @throws CompositorError as {@link state} does; `field-value` for a reference that asks for no subset
   */
  async matching(asked: UsageKey): Promise<MatchingBlocks> {
    const { reference } = await this.#read(asked)
    const { usage, query, sources } = reference
    if (!query)
      throw new CompositorError('field-value', `'${usage}' asks for no subset of its libraries.`, { usage })
    const found: string[] = []
    for (const source of sources) {
      const view = await viewOf(this.store, source)
      if (view) found.push(...(await this.#matches.find(view, query)))
    }
    const pool = namedBlocks(reference).map((key) => key.toString())
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
  versions(library: SourceLibraryKey): Promise<readonly LibraryVersionChoice[]> {
    return versionChoices(this.store, library)
  }

  /**
   * The blocks of a version of a library that could be chosen, narrowed down as a subset is.
   * @throws CompositorError `context-unknown`, `version-unknown`, `version-ambiguous`
   */
  offered(library: SourceLibraryKey, asked: OfferedAsked = {}): Promise<OfferedBlocks> {
    return offeredBlocks(this.store, this.#matches, library, asked)
  }

  async #read(asked: UsageKey) {
    const usage = asked.withoutBranchOrVersion()
    const view: StoredVersionView = await this.store.view(usage.context.toString(), 'draft')
    const reference: DraftReference = await referenceAt(view, usage.toString(), this.types)
    return { usage, view, reference }
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
    { library, version: pinned }: DraftReference['sources'][number],
    view: VersionView | undefined,
  ): Promise<ReferredLibrary> {
    const key = library.toString()
    const head = await this.store.findHead(key)
    if (head?.kind !== 'library') return { library, pinned }
    const latest = await libraryVersion(this.store, key)
    const { title } = head
    return { library, title, pinned, ...(view && { version: view.name }), ...(latest !== null && { latest }) }
  }
}
