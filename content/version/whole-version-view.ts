import type { Json } from '../../runtime/values/index.js'
import type { BlockDefinition, ContentVersion, VersionBlock, VersionFile } from './content-version.js'
import { differingBlocks } from './version-edits.js'
import type { BlockChange, VersionView } from './version-view.js'

/** A view of a version that is in memory as a whole. */
export class WholeVersionView implements VersionView {
  #parents: ReadonlyMap<string, string> | undefined

  constructor(
    readonly name: string,
    readonly version: ContentVersion,
    private readonly store: {
      definitions(hashes: Iterable<string>): Promise<ReadonlyMap<string, BlockDefinition>>
    },
  ) {}

  get context(): string {
    return this.version.context
  }

  get kind(): 'course' | 'library' {
    return this.version.kind
  }

  get title(): string {
    return this.version.title
  }

  get root(): string {
    return this.version.root
  }

  async fact(name: string): Promise<Json | undefined> {
    return Object.hasOwn(this.version.metadata, name) ? this.version.metadata[name] : undefined
  }

  async block(usage: string): Promise<VersionBlock | undefined> {
    return (await this.blocks([usage])).get(usage)
  }

  async blocks(usages: Iterable<string>): Promise<ReadonlyMap<string, VersionBlock>> {
    const found = new Map<string, VersionBlock>()
    for (const usage of usages) {
      const block = this.found(usage)
      if (block) found.set(usage, block)
    }
    return found
  }

  async *allBlocks(): AsyncIterable<readonly [usage: string, block: VersionBlock]> {
    yield* await this.blocks(Object.keys(this.version.blocks))
  }

  definitions(hashes: Iterable<string>): Promise<ReadonlyMap<string, BlockDefinition>> {
    return this.store.definitions(hashes)
  }

  async asset(name: string): Promise<VersionFile | undefined> {
    return Object.hasOwn(this.version.assets, name) ? this.version.assets[name] : undefined
  }

  async *assets(): AsyncIterable<readonly [name: string, file: VersionFile]> {
    yield* Object.entries(this.version.assets)
  }

  async alias(name: string): Promise<string | undefined> {
    const { assetAliases } = this.version
    return Object.hasOwn(assetAliases, name) ? assetAliases[name] : undefined
  }

  async *aliases(): AsyncIterable<readonly [alias: string, name: string]> {
    yield* Object.entries(this.version.assetAliases)
  }

  async *files(): AsyncIterable<readonly [path: string, file: VersionFile]> {
    yield* Object.entries(this.version.files)
  }

  async *changes(to: VersionView): AsyncIterable<BlockChange> {
    const other = to instanceof WholeVersionView ? to.version : undefined
    if (other === undefined) throw new TypeError('Versions are compared with their like.')
    for (const usage of differingBlocks(this.version, other)) {
      const [before, after] = [await this.block(usage), await to.block(usage)]
      yield { usage, ...(before && { before }), ...(after && { after }) }
    }
  }

  private found(usage: string): VersionBlock | undefined {
    const { blocks } = this.version
    const block = Object.hasOwn(blocks, usage) ? blocks[usage] : undefined
    const parent = block && this.parents.get(usage)
    return block && parent !== undefined ? { ...block, parent } : block
  }

  private get parents(): ReadonlyMap<string, string> {
    this.#parents ??= new Map(
      Object.entries(this.version.blocks).flatMap(([parent, { children }]) =>
        children.map((child) => [child, parent] as const),
      ),
    )
    return this.#parents
  }
}
