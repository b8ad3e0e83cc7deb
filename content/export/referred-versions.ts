import type { BlockTypes } from '../../runtime/block/index.js'
import { latestVersion } from '../../runtime/keys/index.js'
import { referencesAt } from '../publish/index.js'
import {
  libraryVersion,
  pinText,
  type AuthoringStore,
  type LibraryPin,
  type SeenEntry,
  type VersionView,
} from '../version/index.js'

/** A library version that is referred to, as far as it is. */
export interface ReferredVersion extends LibraryPin {
  readonly seen: SeenEntry
  /** Usage keys of the blocks that references need, with all inside them; undefined for all of it. */
  blocks: Set<string> | undefined
  /** Whether a reference follows what the library has published last, which this is. */
  isFollowed: boolean
}

/** The library versions that a version needs. */
export interface ReferredVersions {
  /** Those that are in the store, each once. */
  readonly found: readonly ReferredVersion[]
  /** Those that are not, as they are referred to. */
  readonly missing: readonly LibraryPin[]
}

/** Blocks that are looked at together. */
const batch = 2000

/**
 * The library versions that blocks of a version refer to, and those that these refer to themselves.
 * @param isWhole whether all blocks of a library version are looked at, or those alone that are referred to
 * @throws CompositorError `store-unavailable`, `store-damaged`
 */
export async function referredVersions(
  view: VersionView,
  store: AuthoringStore,
  types: BlockTypes,
  isWhole: boolean,
): Promise<ReferredVersions> {
  const search = new ReferenceSearch(store, types, isWhole)
  await search.follow(view)
  return { found: [...search.found.values()], missing: [...search.missing.values()] }
}

class ReferenceSearch {
  readonly found = new Map<string, ReferredVersion>()
  readonly missing = new Map<string, LibraryPin>()
  /** Blocks whose references are still to be looked at. */
  readonly #open: { readonly view: VersionView; readonly usages: readonly string[] }[] = []

  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
    private readonly isWhole: boolean,
  ) {}

  async follow(view: VersionView): Promise<void> {
    await this.#allOf(view)
    for (let one = this.#open.pop(); one; one = this.#open.pop())
      for await (const { library, version, block } of referencesAt(one.usages, one.view, this.types))
        if (library !== '' && version !== '') await this.#refer({ library, version }, block)
  }

  async #allOf(view: VersionView): Promise<void> {
    let usages: string[] = []
    for await (const [usage, { type }] of view.allBlocks()) {
      if (this.types.get(type)?.capabilities.references) usages.push(usage)
      if (usages.length < batch) continue
      this.#open.push({ view, usages })
      usages = []
    }
    this.#open.push({ view, usages })
  }

  async #refer(named: LibraryPin, block: string): Promise<void> {
    const isFollowed = named.version === latestVersion
    const latest = isFollowed ? await libraryVersion(this.store, named.library) : null
    const pin = { library: named.library, version: latest ?? named.version }
    const text = pinText(pin)
    if (this.missing.has(text)) return
    let known = this.found.get(text)
    if (!known) {
      const seen = await this.store.pinned(pin.library, pin.version)
      if (seen?.view.kind !== 'library') {
        this.missing.set(text, pin)
        return
      }
      this.found.set(text, (known = { ...pin, seen, blocks: new Set(), isFollowed }))
    }
    known.isFollowed ||= isFollowed
    if (!known.blocks) return
    // What follows a library refers to whatever it holds next.
    if (this.isWhole || block === '*' || isFollowed) {
      known.blocks = undefined
      await this.#allOf(known.seen.view)
    } else await this.#inside(known.seen.view, block, known.blocks)
  }

  async #inside(view: VersionView, block: string, blocks: Set<string>): Promise<void> {
    for (let usages = [block]; usages.length > 0;) {
      const fresh = usages.filter((usage) => !blocks.has(usage))
      const inside: string[] = []
      const referring: string[] = []
      for (const [usage, { type, children, pinned = {} }] of await view.blocks(fresh)) {
        blocks.add(usage)
        inside.push(...children, ...Object.values(pinned).flatMap((one) => one.children))
        if (this.types.get(type)?.capabilities.references) referring.push(usage)
      }
      if (referring.length > 0) this.#open.push({ view, usages: referring })
      usages = inside
    }
  }
}
