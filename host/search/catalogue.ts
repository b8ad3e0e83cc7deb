import {
  BlockSearch,
  BlockSheets,
  BlockUsage,
  Collections,
  draftBlocks,
  FileUsage,
  LibraryIndex,
  TaggedBlocks,
  Taxonomies,
  type AuthoringStore,
  type IndexProgress,
  type LearnedPlace,
  type PlacesPage,
  type SearchAnswer,
  type SearchRequest,
  type UsedBlock,
} from '../../content/index.js'
import type { LearnerStore } from '../../lms/index.js'
import { ContextualKey, parseKey, parseUsageKey, type BlockTypes } from '../../runtime/index.js'
import { LibraryBlockKey, V1LibraryBlockKey } from '../../runtime/keys/index.js'
import type { Store } from '../../store/index.js'
import { componentPlaces, type ComponentPlace } from './component-places.js'
import { componentScores, type ComponentScores } from './component-scores.js'
import { Figures } from './component-figures.js'
import { ContentFollowing } from './content-following.js'

/** What a catalogue is made of. */
export interface CatalogueParts {
  readonly store: Pick<Store, 'blobs' | 'heads' | 'search'>
  readonly authoring: AuthoringStore
  readonly learners: LearnerStore
  readonly types: BlockTypes
  /** Names the code of the block types. */
  readonly madeBy?: string | undefined
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly onFailure: (thrown: unknown) => void
}

/** Milliseconds that a search waits for what changed just before; it then answers what is known. */
const patience = 300

/** What authors find blocks of libraries by: taxonomies and tags, collections, sheets, search, and where they are used. */
export class Catalogue {
  readonly taxonomies: Taxonomies
  readonly tagged: TaggedBlocks
  readonly usage: BlockUsage
  /** Where static files of courses are used. */
  readonly fileUses: FileUsage
  readonly collections: Collections
  readonly sheets: BlockSheets
  readonly index: LibraryIndex
  readonly following: ContentFollowing
  readonly figures: Figures
  readonly #search: BlockSearch

  constructor(private readonly parts: CatalogueParts) {
    const { store, authoring, types, learners, now, onFailure } = parts
    this.taxonomies = new Taxonomies(store)
    this.tagged = new TaggedBlocks(store, this.taxonomies, draftBlocks(authoring))
    this.usage = new BlockUsage(store, authoring, types)
    this.fileUses = new FileUsage(authoring, types, parts.madeBy)
    this.collections = new Collections(authoring, types)
    const { taxonomies, tagged, usage: used } = this
    this.sheets = new BlockSheets(authoring, types, taxonomies, tagged)
    this.index = new LibraryIndex({ authoring, index: store.search, types, taxonomies, tagged, used })
    this.#search = new BlockSearch(authoring, store.search, this.index)
    this.figures = new Figures({ usage: used, authoring, learners, types, now })
    this.following = new ContentFollowing(store.heads, (context) => this.follow(context), onFailure)
  }

  /**
   * Finds blocks of libraries; what changed just before is waited for a moment.
   * @param libraries keys of those that may be looked through; all where it is left out
   * @throws CompositorError `search-input`, `context-unknown`, `store-unavailable`
   */
  async search(request: SearchRequest, libraries?: readonly string[]): Promise<SearchAnswer> {
    const answer = await this.#search.search(request, libraries)
    if (!answer.behind || !(await this.following.soon(answer.behind, patience))) return answer
    return this.#search.search(request, libraries)
  }

  /**
   * Where library blocks are used, many at once; what changed just before is waited for a moment.
   * @throws CompositorError `key-malformed`, `key-kind`, `store-unavailable`
   */
  async used(blocks: readonly string[]): Promise<readonly UsedBlock[]> {
    const used = await this.usage.used(blocks)
    const behind = used[0]?.behind
    if (!behind || !(await this.following.soon(behind, patience))) return used
    return this.usage.used(blocks)
  }

  /**
   * The places in a course or library where a block is used, each with how many learners have something stored there: their
   * number, never who they are. @throws CompositorError `key-malformed`, `key-kind`, `store-unavailable`
   */
  async places(
    block: string,
    context: string,
    page: PlacesPage = {},
  ): Promise<{ readonly items: readonly LearnedPlace[]; readonly next: string | null }> {
    const { items, next } = await this.usage.places(block, context, page)
    const counted = items.map(async (place) => {
      const key = place.how === 'link' ? place.usage : contextual(place.usage, block)
      return { ...place, learners: await this.parts.learners.blockLearners.count(key) }
    })
    return { items: await Promise.all(counted), next }
  }

  /** Scores at a component over all courses, by version. @throws CompositorError see {@link componentScores} */
  scores(component: string): Promise<ComponentScores> {
    return componentScores(component, this.usage, this.parts.learners)
  }

  /** The places where learners see a component. @throws CompositorError see {@link componentPlaces} */
  async published(component: string, most: number): Promise<readonly ComponentPlace[]> {
    const places = await componentPlaces(this.usage, component, most)
    return places.filter(({ isPublished }) => isPublished)
  }

  /** Brings all that is known up to what a course or library is. @throws CompositorError `store-unavailable`, `store-damaged` */
  async follow(context: string, onProgress?: (progress: IndexProgress) => void): Promise<void> {
    const libraries = new Set(await this.usage.follow(context))
    if ((await this.parts.authoring.findHead(context))?.kind === 'course') await this.fileUses.follow(context)
    libraries.add(context)
    for (const library of libraries) {
      const head = await this.parts.authoring.findHead(library)
      if (head?.kind === 'library') await this.index.follow(library, onProgress)
      else if (!head) await this.index.forget(library)
    }
  }

  /** Brings everything up to what there is. @throws as {@link follow} does */
  async followAll(onProgress?: (progress: IndexProgress) => void): Promise<void> {
    for (const context of await this.parts.authoring.contexts()) await this.follow(context, onProgress)
  }

  close(): Promise<void> {
    return this.following.close()
  }
}

/** The key that a library block has in a place. */
function contextual(usage: string, block: string): string {
  const definition = parseKey(block)
  if (!(definition instanceof LibraryBlockKey || definition instanceof V1LibraryBlockKey)) return block
  return new ContextualKey({ usage: parseUsageKey(usage), definition }).toString()
}
