import type { Json } from '../../runtime/values/index.js'
import type { TreeChange, TreeMap } from '../../store/index.js'
import { mimeType } from '../olx/mime-types.js'
import { isSameBlock } from './block-parts.js'
import type { ReadingKind } from './log-entry.js'
import type { BlockDefinition, TreeFile, VersionBlock, VersionFile } from './version-block.js'
import type { VersionReading } from './version-reading.js'
import type { VersionStore } from './version-store.js'
import type { BlockChange, FileChange, VersionView } from './version-view.js'

/** A view of a version in a store. */
export class StoredVersionView implements VersionView {
  readonly #blocks: TreeMap<VersionBlock>

  /** @param name root of its tree of files */
  constructor(
    readonly name: string,
    readonly variant: ReadingKind,
    readonly reading: VersionReading,
    private readonly store: VersionStore,
  ) {
    this.#blocks = store.map<VersionBlock>(reading.blocks)
  }

  get context(): string {
    return this.reading.context
  }

  get kind(): 'course' | 'library' {
    return this.reading.kind
  }

  get title(): string {
    return this.reading.title
  }

  get root(): string {
    return this.reading.root
  }

  /** The tree of files. */
  get tree(): TreeMap<TreeFile> {
    return this.store.map<TreeFile>(this.name)
  }

  fact(name: string): Promise<Json | undefined> {
    return this.store.map<Json>(this.reading.facts).get(name)
  }

  block(usage: string): Promise<VersionBlock | undefined> {
    return this.#blocks.get(usage)
  }

  blocks(usages: Iterable<string>): Promise<ReadonlyMap<string, VersionBlock>> {
    return this.#blocks.getMany(usages)
  }

  allBlocks(): AsyncIterable<readonly [usage: string, block: VersionBlock]> {
    return this.#blocks.entries()
  }

  blockCount(): Promise<number> {
    return this.#blocks.count()
  }

  definitions(hashes: Iterable<string>): Promise<ReadonlyMap<string, BlockDefinition>> {
    return this.store.definitions(hashes)
  }

  asset(name: string): Promise<VersionFile | undefined> {
    return this.store.map<VersionFile>(this.reading.assets).get(name)
  }

  assets(): AsyncIterable<readonly [name: string, file: VersionFile]> {
    return this.store.map<VersionFile>(this.reading.assets).entries()
  }

  alias(name: string): Promise<string | undefined> {
    return this.store.map<string>(this.reading.aliases).get(name)
  }

  aliases(): AsyncIterable<readonly [alias: string, name: string]> {
    return this.store.map<string>(this.reading.aliases).entries()
  }

  async *files(): AsyncIterable<readonly [path: string, file: VersionFile]> {
    for await (const [path, file] of this.tree.entries()) yield [path, { ...file, mimeType: mimeType(path) }]
  }

  /** Usage keys of the blocks that were read from a file. */
  async usagesIn(path: string): Promise<readonly string[]> {
    return (await this.store.map<readonly string[]>(this.reading.byFile).get(path)) ?? []
  }

  /** Of these files those that blocks were read from, by path. */
  async readFrom(paths: readonly string[]): Promise<ReadonlySet<string>> {
    const found = await this.store.map<readonly string[]>(this.reading.byFile).getMany(paths)
    return new Set([...found].flatMap(([path, usages]) => (usages.length > 0 ? path : [])))
  }

  async *changes(to: VersionView): AsyncIterable<BlockChange> {
    if (!(to instanceof StoredVersionView)) throw new TypeError('Only versions of one store are compared.')
    for await (const { key: usage, before, after } of this.#blocks.changes(to.#blocks)) {
      if (isSameBlock(before, after)) continue
      yield { usage, ...(before && { before }), ...(after && { after }) }
    }
  }

  async *assetChanges(to: VersionView): AsyncIterable<FileChange> {
    if (!(to instanceof StoredVersionView)) throw new TypeError('Only versions of one store are compared.')
    const [one, other] = [this, to].map(({ reading }) => this.store.map<VersionFile>(reading.assets))
    if (one && other) yield* named(one.changes(other))
  }

  /** Paths whose files are not the same in another version, or from which other blocks are read there. */
  async pathsChanged(to: StoredVersionView): Promise<ReadonlySet<string>> {
    const paths = new Set<string>()
    for await (const { name } of this.fileChanges(to)) paths.add(name)
    const [one, other] = [this, to].map(({ reading }) => this.store.map<readonly string[]>(reading.byFile))
    if (one && other) for await (const { key } of one.changes(other)) paths.add(key)
    return paths
  }

  /** Files of the tree that are not the same in another version, by path. */
  fileChanges(to: StoredVersionView): AsyncIterable<FileChange> {
    return named(this.tree.changes(to.tree))
  }
}

async function* named(changes: AsyncIterable<TreeChange<TreeFile>>): AsyncIterable<FileChange> {
  for await (const { key: name, ...sides } of changes) yield { name, ...sides }
}
