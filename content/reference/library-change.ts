import type { BlockTypes } from '../../runtime/block/index.js'
import { LibraryBlockKey, parseUsageKey } from '../../runtime/keys/index.js'
import type { PublishedBlock } from '../../runtime/unit/index.js'
import { topBlocks } from '../publish/outline.js'
import { PublishedBlocks, type BlocksView } from '../publish/published-blocks.js'
import { StoredLibrary } from '../publish/stored-library.js'
import type { FileChange, StoredVersionView, VersionFile } from '../version/index.js'

/** A block of a library in two versions of it, with all below it; undefined where a version has none. */
export interface BlockSides {
  readonly before: PublishedBlock | undefined
  readonly after: PublishedBlock | undefined
}

/** Blocks that are walked up from one that changed. */
const mostLevels = 100

/**
 * Two versions of a library, compared as far as somebody asks: block by block, or by what differs between the two trees. Neither
 * costs what the library does. What was read once is kept, so that one of these serves all references of a course.
 */
export class LibraryChange {
  readonly #before: StoredLibrary | undefined
  readonly #after: StoredLibrary
  #touched: Promise<ReadonlySet<string>> | undefined
  #files: Promise<ReadonlyMap<string, readonly FileChange[]>> | undefined

  /** @param before undefined where the version that is referred to is not there */
  constructor(
    readonly before: StoredVersionView | undefined,
    readonly after: StoredVersionView,
    types: BlockTypes,
  ) {
    const libraryAt = (view: StoredVersionView) => {
      const pin = { library: view.context, version: view.name }
      return new StoredLibrary(pin, view, new PublishedBlocks(withFiles(view), types))
    }
    this.#before = before && libraryAt(before)
    this.#after = libraryAt(after)
  }

  /** Blocks on both sides, those that are asked for read together. */
  async sides(keys: readonly string[]): Promise<ReadonlyMap<string, BlockSides>> {
    await Promise.all([this.#before?.load(keys), this.#after.load(keys)])
    return new Map(
      keys.map((key) => [key, { before: this.#before?.block(key), after: this.#after.block(key) }]),
    )
  }

  /** Keys of the blocks that differ, in themselves or in a file of theirs; those that are the same in all else but their place do not. */
  touched(): Promise<ReadonlySet<string>> {
    return (this.#touched ??= this.#differing())
  }

  /** Static files that differ, by the block they belong to; under '' those of the library itself. */
  files(): Promise<ReadonlyMap<string, readonly FileChange[]>> {
    return (this.#files ??= this.#differingFiles())
  }

  /** Of blocks that differ, those at the library's top that hold them: what a reference to the whole library draws from. */
  async touchedMembers(): Promise<readonly string[]> {
    const members = new Set<string>()
    for (const key of await this.touched()) {
      const member = await this.#memberAbove(key)
      if (member !== undefined) members.add(member)
    }
    return [...members]
  }

  /** Whether any of these blocks differs, or one below it. */
  async touches(keys: readonly string[]): Promise<boolean> {
    const touched = await this.touched()
    if (touched.size === 0) return false
    const seen = new Set<string>()
    for (let open = [...keys]; open.length > 0;) {
      if (open.some((key) => touched.has(key))) return true
      for (const key of open) seen.add(key)
      const blocks = await this.after.blocks(open)
      open = [...blocks.values()].flatMap(({ children }) => children.filter((key) => !seen.has(key)))
    }
    return false
  }

  async #memberAbove(key: string): Promise<string | undefined> {
    if (key === this.after.root) return undefined
    const usage = parseUsageKey(key)
    if (usage instanceof LibraryBlockKey) return topBlocks([key])[0]
    let at = key
    for (let level = 0; level < mostLevels; level++) {
      const { parent } = (await this.after.block(at)) ?? (await this.before?.block(at)) ?? {}
      if (parent === undefined) return undefined
      if (parent === this.after.root) return at
      at = parent
    }
    return undefined
  }

  async #differing(): Promise<ReadonlySet<string>> {
    const touched = new Set<string>()
    const { before, after } = this
    if (before) for await (const { usage } of before.changes(after)) touched.add(usage)
    else for await (const [usage] of after.allBlocks()) touched.add(usage)
    touched.delete(after.root)
    for (const key of (await this.files()).keys()) if (key !== '') touched.add(key)
    return touched
  }

  async #differingFiles(): Promise<ReadonlyMap<string, readonly FileChange[]>> {
    const byBlock = new Map<string, FileChange[]>()
    if (!this.before) return byBlock
    for await (const change of this.before.assetChanges(this.after)) {
      const slash = change.name.indexOf('/')
      const block = change.name.startsWith('lb:') && slash !== -1 ? change.name.slice(0, slash) : ''
      const own = { ...change, name: block === '' ? change.name : change.name.slice(slash + 1) }
      byBlock.set(block, [...(byBlock.get(block) ?? []), own])
    }
    // What a block had that is gone, or has another key, is told with it.
    const there = await this.after.blocks(byBlock.keys())
    for (const block of byBlock.keys()) if (block !== '' && !there.has(block)) byBlock.delete(block)
    return byBlock
  }
}

const anyFile: VersionFile = { hash: '', size: 0, mimeType: '' }

async function* none(): AsyncIterable<never> {}

/** A version all of whose files are taken to be there: which of them differ is told apart from what blocks say. */
function withFiles(view: StoredVersionView): BlocksView {
  return {
    root: view.root,
    blocks: (usages) => view.blocks(usages),
    definitions: (hashes) => view.definitions(hashes),
    asset: () => Promise.resolve(anyFile),
    alias: () => Promise.resolve(undefined),
    assets: none,
    aliases: none,
  }
}
