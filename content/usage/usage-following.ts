import { setImmediate as nextTurn } from 'node:timers/promises'
import { CompositorError } from '../../runtime/errors/index.js'
import type { BlockTypes } from '../../runtime/block/index.js'
import type { HeadChange, Store, TreeMap, Trees } from '../../store/index.js'
import type { AuthoringStore, StoredVersionView } from '../version/index.js'
import type { UsePlace } from './block-use.js'
import { libraryUses, type LibraryUse } from './library-references.js'
import { withPlaces, type StoredPlace, type UsageEntry } from './usage-map.js'

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

/** By library and block, the places that change, by the usage that refers to it. */
type ChangedPlaces = Map<string, Map<string, Map<string, StoredPlace | undefined>>>

/** What heads are called that say where blocks of a library are used, and what a context uses. */
export const [usagePrefix, usesPrefix] = ['usage:', 'uses:'] as const

const [batch, tries] = [500, 20]

/** Keeps up where library blocks are used, by what differs in the versions of whoever uses them. */
export class UsageFollowing {
  constructor(
    private readonly store: Pick<Store, 'heads'>,
    private readonly trees: Trees,
    private readonly authoring: AuthoringStore,
    private readonly types: BlockTypes,
  ) {}

  /** See `BlockUsage.follow`. */
  async follow(context: string): Promise<readonly string[]> {
    for (let tried = 0; tried < tries; tried++) {
      const changed = await this.#follow(context)
      if (changed) return changed
    }
    const message = `Where '${context}' uses library blocks was changed by others ${tries} times meanwhile.`
    throw new CompositorError('store-unavailable', message)
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
    const map = this.trees.open<UsesOf>(was?.uses ?? '')
    const [before, after] = await Promise.all([
      Promise.all([was?.draft ?? null, was?.published ?? null].map((hash) => this.#view(context, hash))),
      Promise.all([draft, published].map((hash) => this.#view(context, hash))),
    ])
    const changed = await differing(before, after, [was?.draft ?? null, was?.published ?? null], map)
    const changes: ChangedPlaces = new Map()
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
      const next = (await withPlaces(this.trees.open<UsageEntry>(root ?? ''), context, places)).root
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

  async #view(context: string, hash: string | null): Promise<StoredVersionView | undefined> {
    if (hash === null) return undefined
    return (await this.authoring.entryAt(context, hash).catch(() => undefined))?.view
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
  changes: ChangedPlaces,
  library: string,
  block: string,
): Map<string, StoredPlace | undefined> {
  const blocks = changes.get(library) ?? new Map<string, Map<string, StoredPlace | undefined>>()
  changes.set(library, blocks)
  const places = blocks.get(block) ?? new Map<string, StoredPlace | undefined>()
  blocks.set(block, places)
  return places
}
