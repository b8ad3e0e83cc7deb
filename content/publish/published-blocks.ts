import { withoutFiles, type BlockType, type BlockTypes, type Mixins } from '../../runtime/block/index.js'
import type { PublishedBlock } from '../../runtime/unit/index.js'
import type { Json, JsonObject } from '../../runtime/values/index.js'
import { errorBlockType, failureOf, intendedType } from '../olx/authored-block.js'
import { StaticNames } from '../olx/missing-files.js'
import type { AuthoringStore, BlockDefinition, ContentVersion, VersionBlock } from '../version/index.js'

/** The blocks of one version, in the form that learners' side gets. */
export class PublishedBlocks {
  private readonly made = new Map<string, PublishedBlock>()
  readonly #files: StaticNames
  private readonly definitions = new Map<string, BlockDefinition>()

  constructor(
    readonly version: ContentVersion,
    private readonly store: Pick<AuthoringStore, 'definitions'>,
    private readonly types: BlockTypes,
  ) {
    this.#files = new StaticNames([...Object.keys(version.assets), ...Object.keys(version.assetAliases)])
  }

  /**
   * Loads what {@link block} needs of blocks and all below them, in one batch; the rest of a library stays unread.
   * @throws CompositorError `store-unavailable`, `store-damaged`
   */
  async load(keys: Iterable<string>): Promise<void> {
    const wanted = new Set<string>()
    for (const key of keys) {
      for (const { definition } of this.below(key))
        if (!this.definitions.has(definition)) wanted.add(definition)
    }
    if (wanted.size === 0) return
    for (const [hash, definition] of await this.store.definitions(wanted))
      this.definitions.set(hash, definition)
  }

  has(key: string): boolean {
    return Object.hasOwn(this.version.blocks, key)
  }

  /**
   * A loaded block with all below it. Only fields that its type declares and settings that every block has are in it; what is
   * kept for authors is not.
   */
  block(key: string): PublishedBlock | undefined {
    const known = this.made.get(key)
    if (known !== undefined) return known
    const block = this.has(key) ? this.version.blocks[key] : undefined
    if (block === undefined) return undefined
    const content = this.definitions.get(block.definition)?.content ?? {}
    if (block.type === errorBlockType) return this.unreadable(key, block, content)
    const type = this.types.get(block.type)
    const asides = this.publishedAsides(block)
    const { settings } = block
    const gone = this.#files.missing(type, key, { ...content, ...settings })
    const made: PublishedBlock = {
      key,
      type: block.type,
      definition: block.definition,
      content: pick(withoutFiles(content, gone), (name) => declaredScope(type, name) === 'content'),
      settings: pick(withoutFiles(settings, gone), (name) => this.isPublishedSetting(type, name)),
      children: block.children.map((child) => this.block(child)).filter((child) => child !== undefined),
      ...(asides && { asides }),
    }
    this.made.set(key, made)
    return made
  }

  /** What stands for a block whose text could not be read: what it would have been, and why it is not. */
  private unreadable(
    key: string,
    { type, definition, settings }: VersionBlock,
    content: JsonObject,
  ): PublishedBlock {
    const made = {
      key,
      type: intendedType(type, content),
      definition,
      content: {},
      settings: pick(settings, (name) => name === 'display_name'),
      children: [],
      failure: failureOf(content),
    }
    this.made.set(key, made)
    return made
  }

  /** Of asides that are registered, the fields they declare. */
  private publishedAsides({ asides }: VersionBlock): PublishedBlock['asides'] | undefined {
    if (!asides) return undefined
    const published = (this.types.asides ?? []).flatMap((type) => {
      const fields = asides[type.name]
      const isDeclared = (name: string) => ['content', 'settings'].includes(declaredScope(type, name) ?? '')
      return fields ? [[type.name, pick(fields, isDeclared)] as const] : []
    })
    return published.length > 0 ? Object.fromEntries(published) : undefined
  }

  private isPublishedSetting(type: BlockType | undefined, name: string): boolean {
    const scope = declaredScope(type ?? this.types.mixins, name)
    return scope === undefined ? type === undefined && name === 'display_name' : scope === 'settings'
  }

  /** The block and all below it; one that is made already has been loaded. */
  private *below(key: string): Iterable<VersionBlock> {
    const block = this.has(key) && !this.made.has(key) ? this.version.blocks[key] : undefined
    if (block === undefined) return
    yield block
    for (const child of block.children) yield* this.below(child)
  }
}

function declaredScope(type: BlockType | Mixins | undefined, name: string): string | undefined {
  return type?.fieldByOlxName(name)?.scope.name
}

function pick(values: JsonObject, isWanted: (name: string) => boolean): JsonObject {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, Json] => isWanted(entry[0])),
  )
}
