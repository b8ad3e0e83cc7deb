import { setImmediate as nextTurn } from 'node:timers/promises'
import type { BlockTypes } from '../../runtime/block/index.js'
import type { Json } from '../../runtime/values/index.js'
import type { IndexedDocument, SearchIndex } from '../../store/search/index.js'
import { formerKeys, type FormerKeys } from '../olx/renamed-blocks.js'
import { packagePath, settingsIn } from '../library/library-settings.js'
import { tagPaths, type TaggedBlocks, type Taxonomies } from '../taxonomy/index.js'
import type { AuthoringStore, StoredVersionView } from '../version/index.js'
import { blockDocuments, collectionsOf, type KnownOfBlocks, type LastChange } from './block-documents.js'
import { draftChanges } from './draft-chain.js'

/** Says which courses and libraries use blocks of a library. */
export interface UsedIn {
  /** A name for what it says of a library: another one when any of it changed. */
  root(library: string): Promise<string>
  /** Keys of courses and libraries by block; those that nobody uses are left out. */
  of(root: string, usages: Iterable<string>): Promise<ReadonlyMap<string, readonly string[]>>
  /** Keys of courses and libraries that use all of a library, whatever is in it. */
  whole(root: string): Promise<readonly string[]>
  /** Blocks of which it says something else. */
  changes(before: string, after: string): AsyncIterable<string>
}

/** What the index is made of. */
export interface LibraryIndexSources {
  readonly authoring: AuthoringStore
  readonly index: SearchIndex
  readonly types: BlockTypes
  readonly taxonomies: Taxonomies
  readonly tagged: TaggedBlocks
  readonly used: UsedIn
}

/** Up to where the index of a library follows it. */
interface Mark {
  readonly format: 1
  /** Hashes of entries of its log. */
  readonly draft: string
  readonly published: string | null
  /** Roots of what is known of its blocks besides. */
  readonly tags: string
  readonly used: string
  readonly taxonomies: string
}

/** How far indexing is. */
export interface IndexProgress {
  readonly done: number
  readonly total: number
}

/** Blocks that are read, and put, at a time. */
const batch = 100

/** Fills the search index with the blocks of libraries: what changed since it last looked, and no more. */
export class LibraryIndex {
  /** Libraries that are being followed, so that no two do the same. */
  readonly #under = new Map<string, Promise<void>>()

  constructor(private readonly sources: LibraryIndexSources) {}

  /** Of these libraries those of which the index does not hold what there is. */
  async behind(libraries: readonly string[]): Promise<readonly string[]> {
    const marks = await this.sources.index.marks(libraries)
    const taxonomies = await this.sources.taxonomies.mark()
    const now = await Promise.all(libraries.map((library) => this.#markOf(library, taxonomies)))
    return libraries.filter((library, place) => marks.get(library) !== JSON.stringify(now[place]))
  }

  /** The courses and libraries that use all of a library, by its key; those that nobody uses so are left out. */
  async wholly(libraries: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const { used } = this.sources
    const found = await Promise.all(
      libraries.map(async (library) => [library, await used.whole(await used.root(library))] as const),
    )
    return new Map(found.filter(([, users]) => users.length > 0))
  }

  /**
   * Brings the index up to what a library is.
   * @throws CompositorError `context-unknown`, `store-unavailable`, `store-damaged`
   */
  async follow(library: string, onProgress?: (progress: IndexProgress) => void): Promise<void> {
    const under = this.#under.get(library)
    if (under) await under.catch(() => undefined)
    const work = this.#follow(library, onProgress)
    this.#under.set(library, work)
    await work.finally(() => {
      if (this.#under.get(library) === work) this.#under.delete(library)
    })
  }

  /** Makes the index of a library anew, whatever it holds. @throws as {@link follow} does */
  async rebuild(library: string, onProgress?: (progress: IndexProgress) => void): Promise<void> {
    const { index } = this.sources
    for (;;) {
      const before = (await index.marks([library])).get(library)
      if (await index.change({ context: library, before, after: undefined, put: [], remove: [] })) break
    }
    await this.follow(library, onProgress)
  }

  /** Lets go of a library that is there no more. @throws CompositorError `store-unavailable` */
  async forget(library: string): Promise<void> {
    const { index } = this.sources
    const before = (await index.marks([library])).get(library)
    const remove: string[] = []
    for await (const id of index.ids(library)) remove.push(id)
    if (before === undefined && remove.length === 0) return
    await index.change({ context: library, before, after: undefined, put: [], remove })
  }

  async #follow(library: string, onProgress?: (progress: IndexProgress) => void): Promise<void> {
    const { index, taxonomies } = this.sources
    const before = (await index.marks([library])).get(library)
    const now = await this.#markOf(library, await taxonomies.mark())
    const after = JSON.stringify(now)
    if (before === after) return
    const was = before === undefined ? undefined : (JSON.parse(before) as Mark)
    await new Following(library, this.sources, { before, was, after, now }).run(onProgress)
  }

  async #markOf(library: string, taxonomies: string): Promise<Mark> {
    const { authoring, tagged, used } = this.sources
    const [{ draft, published }, tags, uses] = await Promise.all([
      authoring.standing(library),
      tagged.root(library),
      used.root(library),
    ])
    return { format: 1, draft, published, tags, used: uses, taxonomies }
  }
}

/** The way from what the index holds to what there is. */
interface Way {
  readonly before: string | undefined
  readonly was: Mark | undefined
  readonly after: string
  readonly now: Mark
}

/** What is known of all blocks of a library. */
interface KnownOfAll extends Omit<KnownOfBlocks, 'tags' | 'usedIn' | 'last'> {
  readonly former: FormerKeys
  /** Undefined where the index knows. */
  readonly last: (usage: string) => LastChange | undefined
}

/** One catching up with one library. */
class Following {
  constructor(
    private readonly library: string,
    private readonly sources: LibraryIndexSources,
    private readonly way: Way,
  ) {}

  async run(onProgress: (progress: IndexProgress) => void = () => undefined): Promise<void> {
    const { authoring } = this.sources
    const { was, now } = this.way
    const [draft, published] = await Promise.all([this.#view(now.draft), this.#view(now.published)])
    if (!draft) return
    const former = was && (await this.#view(was.draft))
    const since = was && former && { hash: was.draft, view: former }
    const { blocks, others } = await draftChanges(authoring, this.library, since)
    const changed = new Set(blocks.keys())
    if (since) await this.#alsoChanged(changed, since.view, draft, published)
    else
      for await (const [usage] of draft.allBlocks()) if (changed.add(usage).size % 500 === 0) await nextTurn()
    const known = await this.#known(draft, published, blocks, others)
    if (!(await this.#put([...changed], known, onProgress))) return
    if (!since) await this.#removeOthers(changed)
    const { before, after } = this.way
    await this.sources.index.change({ context: this.library, before, after, put: [], remove: [] })
  }

  /** Blocks of which something else changed than what they are. */
  async #alsoChanged(
    changed: Set<string>,
    former: StoredVersionView,
    draft: StoredVersionView,
    published: StoredVersionView | undefined,
  ): Promise<void> {
    const { tagged, used } = this.sources
    const { was, now } = this.way
    if (!was) return
    if (was.published !== now.published) {
      const before = await this.#view(was.published)
      if (before && published) for await (const { usage } of before.changes(published)) changed.add(usage)
      else if (published ?? before)
        for await (const [usage] of (published ?? before ?? draft).allBlocks()) changed.add(usage)
    }
    for await (const { key } of tagged.map(was.tags).changes(tagged.map(now.tags))) changed.add(key)
    for await (const usage of used.changes(was.used, now.used)) changed.add(usage)
    if (was.taxonomies !== now.taxonomies)
      for await (const [usage] of tagged.all(this.library)) changed.add(usage)
    if (former.reading.facts === draft.reading.facts) return
    const [one, other] = await Promise.all([former.fact('collections'), draft.fact('collections')])
    for (const usage of differing(collectionsOf(one), collectionsOf(other))) changed.add(usage)
  }

  async #known(
    draft: StoredVersionView,
    published: StoredVersionView | undefined,
    blocks: ReadonlyMap<string, LastChange>,
    others: LastChange | undefined,
  ): Promise<KnownOfAll> {
    const { taxonomies } = this.sources
    const paths = new Map<string, ReadonlyMap<string, readonly string[]>>()
    for (const { id } of await taxonomies.list()) paths.set(id, tagPaths((await taxonomies.get(id)).tags))
    const fact: Json | undefined = await draft.fact('collections')
    const former = formerKeys(await draft.fact('renamed_blocks'))
    return {
      former,
      draft,
      published,
      language: await this.#language(draft),
      collections: collectionsOf(fact),
      paths,
      last: (usage) => blocks.get(usage) ?? others,
    }
  }

  async #put(
    usages: readonly string[],
    known: KnownOfAll,
    onProgress: (progress: IndexProgress) => void,
  ): Promise<boolean> {
    const { index, authoring, types, tagged, used } = this.sources
    const { before, now } = this.way
    const total = usages.length
    for (let done = 0; done < total; done += batch) {
      const some = usages.slice(done, done + batch)
      const [tags, usedIn, there] = await Promise.all([
        tagged.at(now.tags, some, known.former),
        used.of(now.used, some),
        index.documents(this.library, some),
      ])
      const last = (usage: string): LastChange => {
        const [author] = there.get(usage)?.facets['authors'] ?? []
        return known.last(usage) ?? { author, at: there.get(usage)?.changedAt ?? 0 }
      }
      const bytes = (hash: string) => authoring.file(hash)
      const made = await blockDocuments(some, { ...known, tags, usedIn, last }, { types, bytes })
      const put: IndexedDocument[] = []
      const remove: string[] = []
      for (const [usage, document] of made) {
        if (document) put.push(document)
        else remove.push(usage)
      }
      const isMade = await index.change({ context: this.library, before, after: before, put, remove })
      // Another process was first.
      if (!isMade) return false
      onProgress({ done: Math.min(done + batch, total), total })
      await nextTurn()
    }
    return true
  }

  /** What an earlier index held that is there no more. */
  async #removeOthers(there: ReadonlySet<string>): Promise<void> {
    const remove: string[] = []
    for await (const id of this.sources.index.ids(this.library)) if (!there.has(id)) remove.push(id)
    const { before } = this.way
    if (remove.length > 0)
      await this.sources.index.change({ context: this.library, before, after: before, put: [], remove })
  }

  async #view(hash: string | null): Promise<StoredVersionView | undefined> {
    if (hash === null) return undefined
    return (await this.sources.authoring.entryAt(this.library, hash).catch(() => undefined))?.view
  }

  async #language(draft: StoredVersionView): Promise<string | undefined> {
    const file = await draft.tree.get(packagePath)
    if (!file) return undefined
    const text = Buffer.from(await this.sources.authoring.file(file.hash)).toString('utf8')
    try {
      return settingsIn(text).language || undefined
    } catch {
      return undefined
    }
  }
}

/** Keys whose values differ. */
function differing(
  one: ReadonlyMap<string, readonly string[]>,
  other: ReadonlyMap<string, readonly string[]>,
): string[] {
  const keys = new Set([...one.keys(), ...other.keys()])
  return [...keys].filter((key) => (one.get(key) ?? []).join('\n') !== (other.get(key) ?? []).join('\n'))
}
