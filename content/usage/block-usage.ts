import { setImmediate as nextTurn } from 'node:timers/promises'
import { CompositorError } from '../../runtime/errors/index.js'
import type { BlockTypes } from '../../runtime/block/index.js'
import { LibraryBlockKey, parseUsageKey, V1LibraryBlockKey } from '../../runtime/keys/index.js'
import { Trees, type HeadChange, type Store, type TreeMap } from '../../store/index.js'
import type { AuthoringStore, StoredVersionView } from '../version/index.js'
import type { BlockUse, UsedBlock, UsePlace } from './block-use.js'
import { libraryUses, type LibraryUse } from './library-references.js'
import { standsIn } from './place-above.js'
import {
  allBlocks,
  placesKey,
  withPlaces,
  type StoredPlace,
  type UsageEntry,
  type UseCounts,
} from './usage-map.js'

/** What a context refers to, by the usage that does; and up to where that was read. */
interface StoredUses {
  readonly format: 1
  /** Hashes of entries of its log; null for none. */
  readonly draft: string | null
  readonly published: string | null
  /** Root of the map from a usage to what it refers to. */
  readonly uses: string
}

/** What one usage refers to, and where it stands so. */
type UsesOf = readonly (LibraryUse & Pick<UsePlace, 'in'> & { readonly type: string })[]

/** Which places are listed. */
export interface PlacesPage {
  /** `next` of the page before. */
  readonly after?: string | undefined
  /** 50 if not said, at most 500. */
  readonly limit?: number | undefined
}

const [usagePrefix, usesPrefix, contextPrefix] = ['usage:', 'uses:', 'context:']
const [batch, tries] = [500, 20]

/**
 * Where library blocks are used: kept by library as drafts and publications change, by what differs in them; no question reads a
 * course. Site data: it can be made anew at any time.
 */
export class BlockUsage {
  readonly #trees: Trees

  constructor(
    private readonly store: Pick<Store, 'blobs' | 'heads'>,
    private readonly authoring: AuthoringStore,
    private readonly types: BlockTypes,
  ) {
    this.#trees = new Trees(store.blobs)
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
      const { draft, published } = JSON.parse(texts[place] ?? '{}') as Partial<StoredUses>
      const known = JSON.parse(uses[place] ?? '{}') as Partial<StoredUses>
      return draft !== known.draft || published !== known.published
    })
  }

  /**
   * Brings what is known up to what a course or library is; it costs what differs. One that is gone uses nothing.
   * @returns keys of the libraries of whose blocks something else is known then
   * @throws CompositorError `store-unavailable`, `store-damaged`
   */
  async follow(context: string): Promise<readonly string[]> {
    for (let tried = 0; tried < tries; tried++) {
      const changed = await this.#follow(context)
      if (changed) return changed
    }
    const message = `Where '${context}' uses library blocks was changed by others ${tries} times meanwhile.`
    throw new CompositorError('store-unavailable', message)
  }

  /** A name for what is known of a library: another one when any of it changed. */
  async root(library: string): Promise<string> {
    const [text] = await this.store.heads.texts([`${usagePrefix}${library}`])
    return text ?? ''
  }

  /** By block, the courses and libraries that refer to it; those that refer to the whole library are left out. */
  async of(root: string, blocks: Iterable<string>): Promise<ReadonlyMap<string, readonly string[]>> {
    const found = await this.#map(root).getMany(blocks)
    return new Map([...found].map(([block, counts]) => [block, Object.keys(counts).sort()]))
  }

  /** Blocks of which something else is known. */
  async *changes(before: string, after: string): AsyncIterable<string> {
    for await (const { key } of this.#map(before).changes(this.#map(after)))
      if (key !== '*' && key !== allBlocks && !key.includes(' ')) yield key
  }

  async #follow(context: string): Promise<readonly string[] | undefined> {
    const name = `${usesPrefix}${context}`
    const [text] = await this.store.heads.texts([name])
    const was = text === undefined ? undefined : (JSON.parse(text) as StoredUses)
    const head = await this.authoring.findHead(context)
    const standing = head ? await this.authoring.standing(context) : { draft: null, published: null }
    const { draft, published } = standing
    if (head && was?.draft === draft && was.published === published) return []
    if (!head && !was) return []
    const map = this.#trees.open<UsesOf>(was?.uses ?? '')
    const [before, after] = await Promise.all([
      Promise.all([was?.draft ?? null, was?.published ?? null].map((hash) => this.#view(context, hash))),
      Promise.all([draft, published].map((hash) => this.#view(context, hash))),
    ])
    const changed = await differing(before, after, [was?.draft ?? null, was?.published ?? null], map)
    const changes = new Map<string, Map<string, Map<string, StoredPlace | undefined>>>()
    const uses = new Map<string, UsesOf | undefined>()
    for (let start = 0; start < changed.length; start += batch) {
      const some = changed.slice(start, start + batch)
      const [old, now] = [await map.getMany(some), await this.#usesIn(some, after)]
      await nextTurn()
      for (const usage of some) {
        const [one = [], other = []] = [old.get(usage), now.get(usage)]
        if (JSON.stringify(one) === JSON.stringify(other)) continue
        uses.set(usage, other.length > 0 ? other : undefined)
        for (const { library, block } of one) placeOf(changes, library, block).set(usage, undefined)
        for (const { library, block, ...place } of other)
          placeOf(changes, library, block).set(usage, { usage, ...place })
      }
    }
    const moved: HeadChange[] = []
    for (const [library, places] of changes) {
      const head = `${usagePrefix}${library}`
      const [root] = await this.store.heads.texts([head])
      const next = (await withPlaces(this.#map(root ?? ''), context, places)).root
      if (next !== (root ?? ''))
        moved.push({ name: head, before: root, after: next === '' ? undefined : next })
    }
    const next: StoredUses = { format: 1, draft, published, uses: (await map.with(uses)).root }
    const own = { name, before: text, after: head ? JSON.stringify(next) : undefined }
    return (await this.store.heads.change([own, ...moved])) ? [...changes.keys()] : undefined
  }

  /** What usages refer to in the draft, in what is published, or both. */
  async #usesIn(
    usages: readonly string[],
    views: readonly (StoredVersionView | undefined)[],
  ): Promise<ReadonlyMap<string, UsesOf>> {
    const found = new Map<string, Map<string, UsesOf[number]>>()
    for (const [place, view] of views.entries()) {
      if (!view) continue
      const blocks = await view.blocks(usages)
      const where = place === 0 ? 'draft' : 'published'
      for (const [usage, uses] of await libraryUses(blocks, view, this.types)) {
        const own = found.get(usage) ?? new Map<string, UsesOf[number]>()
        found.set(usage, own)
        for (const use of uses) {
          const name = `${use.library} ${use.block}`
          const known = own.get(name)
          const type = blocks.get(usage)?.type ?? ''
          own.set(name, { ...use, type, in: known ? [...new Set([...known.in, where] as const)] : [where] })
        }
      }
    }
    return new Map([...found].map(([usage, uses]) => [usage, [...uses.values()]]))
  }

  #map(root: string): TreeMap<UsageEntry> {
    return this.#trees.open<UsageEntry>(root)
  }

  async #view(context: string, hash: string | null): Promise<StoredVersionView | undefined> {
    if (hash === null) return undefined
    return (await this.authoring.entryAt(context, hash).catch(() => undefined))?.view
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

/** Usages that may refer to something else than before: those that differ, or all where it cannot be told. */
async function differing(
  before: readonly (StoredVersionView | undefined)[],
  after: readonly (StoredVersionView | undefined)[],
  known: readonly (string | null)[],
  map: TreeMap<UsesOf>,
): Promise<readonly string[]> {
  const changed = new Set<string>()
  for (const [place, now] of after.entries()) {
    const was = before[place]
    if (was && now) for await (const { usage } of was.changes(now)) changed.add(usage)
    else if (now) {
      for await (const [usage] of now.allBlocks()) if (changed.add(usage).size % batch === 0) await nextTurn()
      // What was read is gone by now.
      if (known[place] !== null) for await (const [usage] of map.entries()) changed.add(usage)
    } else for await (const [usage] of map.entries()) changed.add(usage)
  }
  return [...changed]
}

function placeOf(
  changes: Map<string, Map<string, Map<string, StoredPlace | undefined>>>,
  library: string,
  block: string,
): Map<string, StoredPlace | undefined> {
  const blocks = changes.get(library) ?? new Map<string, Map<string, StoredPlace | undefined>>()
  changes.set(library, blocks)
  const places = blocks.get(block) ?? new Map<string, StoredPlace | undefined>()
  blocks.set(block, places)
  return places
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
