import type { AuthoredContext } from '../olx/authored-block.js'
import { mimeType } from '../olx/mime-types.js'
import {
  versionBlock,
  type BlockDefinition,
  type TreeFile,
  type VersionBlock,
  type VersionFile,
  type VersionView,
} from '../version/index.js'

/** What is looked at of a version before anything of it is stored: an import as it was read. Nothing is kept of what was asked. */
export class AuthoredView implements Omit<
  VersionView,
  'name' | 'fact' | 'files' | 'changes' | 'assetChanges'
> {
  /** Usage keys of blocks that were asked for, by the hash of their definition. */
  readonly #defined = new Map<string, string>()
  #parents: Map<string, string> | undefined

  /** @param tree of its files */
  constructor(
    private readonly authored: AuthoredContext,
    private readonly tree: ReadonlyMap<string, TreeFile>,
  ) {}

  get context(): string {
    return this.authored.context
  }

  get kind(): 'course' | 'library' {
    return this.authored.kind
  }

  get title(): string {
    return this.authored.title
  }

  get root(): string {
    return this.authored.root
  }

  async block(usage: string): Promise<VersionBlock | undefined> {
    const block = this.authored.blocks.get(usage)
    if (block === undefined) return undefined
    const { made } = versionBlock(block, this.authored.sources.get(usage), this.#parentOf(usage))
    this.#defined.set(made.definition, usage)
    return made
  }

  #parentOf(usage: string): string | undefined {
    if (!this.#parents) {
      this.#parents = new Map()
      for (const [key, { children }] of this.authored.blocks)
        for (const child of children) if (!this.#parents.has(child)) this.#parents.set(child, key)
    }
    return this.#parents.get(usage)
  }

  async blocks(usages: Iterable<string>): Promise<ReadonlyMap<string, VersionBlock>> {
    const found = new Map<string, VersionBlock>()
    for (const usage of usages) {
      const block = await this.block(usage)
      if (block) found.set(usage, block)
    }
    return found
  }

  async *allBlocks(): AsyncIterable<readonly [usage: string, block: VersionBlock]> {
    for (const [usage, block] of this.authored.blocks)
      yield [usage, versionBlock(block, this.authored.sources.get(usage), undefined).made]
  }

  async definitions(hashes: Iterable<string>): Promise<ReadonlyMap<string, BlockDefinition>> {
    const found = new Map<string, BlockDefinition>()
    for (const hash of hashes) {
      const block = this.authored.blocks.get(this.#defined.get(hash) ?? '')
      if (block) found.set(hash, { type: block.type, content: block.content })
    }
    return found
  }

  async asset(name: string): Promise<VersionFile | undefined> {
    const path = this.authored.assets.get(name)
    return path === undefined ? undefined : this.file(path)
  }

  async *assets(): AsyncIterable<readonly [name: string, file: VersionFile]> {
    for (const [name, path] of this.authored.assets) yield [name, this.file(path)]
  }

  async alias(name: string): Promise<string | undefined> {
    const { assetAliases } = this.authored
    return Object.hasOwn(assetAliases, name) ? assetAliases[name] : undefined
  }

  async *aliases(): AsyncIterable<readonly [alias: string, name: string]> {
    yield* Object.entries(this.authored.assetAliases)
  }

  private file(path: string): VersionFile {
    return { ...(this.tree.get(path) ?? { hash: '', size: 0 }), mimeType: mimeType(path) }
  }
}
