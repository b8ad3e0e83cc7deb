import {
  AuthoringStore,
  BlockSearch,
  BlockUsage,
  draftBlocks,
  LibraryIndex,
  TaggedBlocks,
  Taxonomies,
  type SearchAnswer,
  type SearchRequest,
} from '../../../content/index.js'
import type { Store } from '../../../store/index.js'
import { makeFrom, readTexts } from '../made-olx.js'
import { types } from '../migrate/made-store.js'

/** What authors find things with, upon a store. */
export class SearchedSite {
  readonly authoring: AuthoringStore
  readonly taxonomies: Taxonomies
  readonly tagged: TaggedBlocks
  readonly usage: BlockUsage
  readonly index: LibraryIndex
  readonly finder: BlockSearch
  /** Counts up by a minute with each entry of a log. */
  now = Date.parse('2026-01-02T00:00:00Z')

  constructor(readonly store: Store) {
    this.authoring = new AuthoringStore(store, () => new Date((this.now += 60_000)))
    this.taxonomies = new Taxonomies(store)
    this.tagged = new TaggedBlocks(store, this.taxonomies, draftBlocks(this.authoring))
    this.usage = new BlockUsage(store, this.authoring, types)
    const { authoring, taxonomies, tagged, usage: used } = this
    this.index = new LibraryIndex({ authoring, index: store.search, types, taxonomies, tagged, used })
    this.finder = new BlockSearch(authoring, store.search, this.index)
  }

  /** Imports a course or library; it is what learners see, too, where that is said. */
  async import(files: Readonly<Record<string, string>>, author?: string, isPublished = true) {
    const made = await makeFrom(this.authoring, files, await readTexts(files, false, types))
    const { draft } = await this.authoring.save(made, {
      edits: 'replace',
      ...(author !== undefined && { author }),
    })
    const context = made.view.context
    if (isPublished) await this.authoring.markPublished(context, draft)
    return context
  }

  /** Gives files of a draft other texts. */
  async change(context: string, files: Readonly<Record<string, string | undefined>>, author: string) {
    const changed = Object.entries(files).map(
      ([path, text]) => [path, text === undefined ? undefined : Buffer.from(text)] as const,
    )
    await this.authoring.change(context, types, () => Promise.resolve(new Map(changed)), { author })
  }

  /** Follows all that changed, as a host does in the background. */
  async follow(): Promise<void> {
    const contexts = await this.authoring.contexts()
    for (const context of contexts) await this.usage.follow(context)
    for (const context of contexts) if (context.startsWith('lib')) await this.index.follow(context)
  }

  search(request: SearchRequest): Promise<SearchAnswer> {
    return this.finder.search(request)
  }

  /** Ids of the blocks that are found, in their order. */
  async ids(request: SearchRequest): Promise<readonly string[]> {
    return (await this.search(request)).items.map(({ usage }) => usage.split(':').at(-1) ?? '')
  }
}
