import { CompositorError } from '../../runtime/errors/index.js'
import type { BlockTypes } from '../../runtime/block/index.js'
import { LibraryBlockKey, parseUsageKey, V1LibraryBlockKey } from '../../runtime/keys/index.js'
import { Trees, type Store, type TreeMap } from '../../store/index.js'
import type { AuthoringStore, StoredVersionView } from '../version/index.js'
import type { BlockUse, UsedBlock, UsePlace } from './block-use.js'
import { standsIn } from './place-above.js'
import { allBlocks, placesKey, type StoredPlace, type UsageEntry, type UseCounts } from './usage-map.js'
import { UsageFollowing, usagePrefix, usesPrefix } from './usage-following.js'

/** Which places are listed. */
export interface PlacesPage {
  /** `next` of the page before. */
  readonly after?: string | undefined
  /** 50 if not said, at most 500. */
  readonly limit?: number | undefined
}

/** Hashes of the entries of a log that count. */
interface Standing {
  readonly draft?: string | null
  readonly published?: string | null
}

const contextPrefix = 'context:'

/**
 * Where library blocks are used: kept by library as drafts and publications change, by what differs in them; no question reads a
 * course. Site data: it can be made anew at any time.
 */
export class BlockUsage {
  readonly #trees: Trees
  readonly #following: UsageFollowing

  constructor(
    private readonly store: Pick<Store, 'blobs' | 'heads'>,
    private readonly authoring: AuthoringStore,
    types: BlockTypes,
  ) {
    this.#trees = new Trees(store.blobs)
    this.#following = new UsageFollowing(store, this.#trees, authoring, types)
  }

  /** Where blocks are used, many at once: those of any libraries. @throws CompositorError `key-malformed`, `key-kind`, `store-unavailable` */
  async used(blocks: readonly string[]): Promise<readonly UsedBlock[]> {
    const libraries = new Map(blocks.map((block) => [block, libraryOf(block)]))
    const counts = new Map<string, UseCounts>()
    for (const library of new Set(libraries.values())) {
      const own = blocks.filter((block) => libraries.get(block) === library)
      const map = this.#map(await this.root(library))
      const found = await map.getMany([...own, '*'])
      const whole = (found.get('*') ?? {}) as UseCounts
      for (const block of own) counts.set(block, sum((found.get(block) ?? {}) as UseCounts, whole))
    }
    const behind = await this.behind()
    const kinds = await this.#kinds([...counts.values()].flatMap((one) => Object.keys(one)))
    return blocks.map((block) => {
      const uses = usesOf(counts.get(block) ?? {}, kinds)
      return { block, uses, ...(behind.length > 0 && { behind }) }
    })
  }

  /** The courses and libraries that refer to any block of a library, or to all of it. */
  async users(library: string): Promise<readonly BlockUse[]> {
    const counts = ((await this.#map(await this.root(library)).get(allBlocks)) ?? {}) as UseCounts
    return usesOf(counts, await this.#kinds(Object.keys(counts)))
  }

  /**
   * The places in one course or library where a block is used.
   * @throws CompositorError `key-malformed`, `key-kind`, `store-unavailable`
   */
  async places(
    block: string,
    context: string,
    { after, limit = 50 }: PlacesPage = {},
  ): Promise<{ readonly items: readonly UsePlace[]; readonly next: string | null }> {
    const most = Math.max(1, Math.min(limit, 500))
    const map = this.#map(await this.root(libraryOf(block)))
    const found = await map.getMany([placesKey(block, context), placesKey('*', context)])
    const all = [...found.values()].flat() as StoredPlace[]
    all.sort((one, other) => (one.usage < other.usage ? -1 : 1))
    const behind = all.filter(({ usage }) => after === undefined || usage > after)
    const page = behind.slice(0, most)
    const views = {
      draft: await this.#viewNamed(context, 'draft'),
      published: page.some((place) => !place.in.includes('draft'))
        ? await this.#viewNamed(context, 'published')
        : undefined,
    }
    const items = await Promise.all(
      page.map(async (place) => {
        const view = place.in.includes('draft') ? views.draft : views.published
        const unit = view && (await standsIn(place.usage, view))
        return { ...place, ...(unit !== undefined && { unit }) }
      }),
    )
    return { items, next: behind.length > most ? (page.at(-1)?.usage ?? null) : null }
  }

  /** Keys of the courses and libraries that changed since they were followed. */
  async behind(): Promise<readonly string[]> {
    const { heads } = this.store
    const names = await heads.names(contextPrefix)
    const contexts = names.map((name) => name.slice(contextPrefix.length))
    const [texts, uses] = await Promise.all([
      heads.texts(names),
      heads.texts(contexts.map((context) => `${usesPrefix}${context}`)),
    ])
    return contexts.filter((_, place) => {
      const { draft, published } = JSON.parse(texts[place] ?? '{}') as Standing
      const known = JSON.parse(uses[place] ?? '{}') as Standing
      return draft !== known.draft || published !== known.published
    })
  }

  /**
   * Brings what is known up to what a course or library is; it costs what differs. One that is gone uses nothing.
   * @returns keys of the libraries of whose blocks something else is known then
   * @throws CompositorError `store-unavailable`, `store-damaged`
   */
  follow(context: string): Promise<readonly string[]> {
    return this.#following.follow(context)
  }

  /** A name for what is known of a library: another one when any of it changed. */
  async root(library: string): Promise<string> {
    const [text] = await this.store.heads.texts([`${usagePrefix}${library}`])
    return text ?? ''
  }

  /** The courses and libraries that refer to the whole library, such as banks without a pool. */
  async whole(root: string): Promise<readonly string[]> {
    return Object.keys((await this.#map(root).get('*')) ?? {}).sort()
  }

  /** By block, the courses and libraries that refer to it; those that refer to the {@link whole} library are left out. */
  async of(root: string, blocks: Iterable<string>): Promise<ReadonlyMap<string, readonly string[]>> {
    const found = await this.#map(root).getMany(blocks)
    return new Map([...found].map(([block, counts]) => [block, Object.keys(counts).sort()]))
  }

  /** Blocks of which something else is known. */
  async *changes(before: string, after: string): AsyncIterable<string> {
    for await (const { key } of this.#map(before).changes(this.#map(after)))
      if (key !== '*' && key !== allBlocks && !key.includes(' ')) yield key
  }

  #map(root: string): TreeMap<UsageEntry> {
    return this.#trees.open<UsageEntry>(root)
  }

  async #viewNamed(context: string, name: string): Promise<StoredVersionView | undefined> {
    return this.authoring.view(context, name).catch(() => undefined)
  }

  async #kinds(contexts: readonly string[]): Promise<ReadonlyMap<string, 'course' | 'library'>> {
    const all = [...new Set(contexts)]
    const texts = await this.store.heads.texts(all.map((context) => `${contextPrefix}${context}`))
    return new Map(
      all.map((context, place) => {
        const { kind = 'course' } = JSON.parse(texts[place] ?? '{}') as Partial<BlockUse>
        return [context, kind]
      }),
    )
  }
}

/** @throws CompositorError `key-malformed`, `key-kind` */
function libraryOf(block: string): string {
  const key = parseUsageKey(block)
  if (key instanceof LibraryBlockKey) return key.library.toString()
  if (key instanceof V1LibraryBlockKey) return key.context.withoutBranchOrVersion().toString()
  const message = `'${block.slice(0, 300)}' is no block of a library.`
  throw new CompositorError('key-kind', message)
}

function sum(one: UseCounts, other: UseCounts): UseCounts {
  const all: Record<string, number> = { ...one }
  for (const [context, count] of Object.entries(other)) all[context] = (all[context] ?? 0) + count
  return all
}

function usesOf(counts: UseCounts, kinds: ReadonlyMap<string, 'course' | 'library'>): readonly BlockUse[] {
  return Object.entries(counts)
    .map(([context, places]) => ({ context, kind: kinds.get(context) ?? 'course', places }))
    .sort((one, other) => (one.context < other.context ? -1 : 1))
}
