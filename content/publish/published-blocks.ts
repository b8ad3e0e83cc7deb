import { withoutFiles, type BlockType, type BlockTypes, type Mixins } from '../../runtime/block/index.js'
import type { PublishedBlock } from '../../runtime/unit/index.js'
import { contentHash, type Json, type JsonObject } from '../../runtime/values/index.js'
import { errorBlockType, failureOf, intendedType } from '../olx/authored-block.js'
import { fileNamesOf, StaticNames } from '../olx/missing-files.js'
import type { BlockDefinition, VersionBlock, VersionView } from '../version/index.js'

/** Blocks that are read at a time of what stands below others. */
const batch = 2000

/** Blocks that are kept of those that were loaded before. */
const mostLoaded = 5000

/** What of a version is looked at. */
export type BlocksView = Pick<
  VersionView,
  'root' | 'blocks' | 'definitions' | 'asset' | 'alias' | 'assets' | 'aliases'
>

/** The blocks of one version, in the form that learners' side gets. */
export class PublishedBlocks {
  readonly #made = new Map<string, PublishedBlock>()
  readonly #loaded = new Map<string, VersionBlock>()
  readonly #definitions = new Map<string, BlockDefinition>()
  /** Read when a block names a file that is not there by that very name. */
  #files: StaticNames | undefined

  constructor(
    readonly view: BlocksView,
    private readonly types: BlockTypes,
  ) {}

  /**
   * Loads what {@link block} needs of blocks and all below them, in few round trips; the rest of a version stays unread.
   * What was loaded before may be gone then, so that a course of any size is published in the same memory.
   * @param isAlone for the blocks without what is below them
   * @throws CompositorError `store-unavailable`, `store-damaged`
   */
  async load(keys: Iterable<string>, isAlone = false): Promise<void> {
    if (this.#loaded.size > mostLoaded) this.clear()
    const fresh: (readonly [string, VersionBlock])[] = []
    for (let open = [...keys]; open.length > 0;) {
      const asked = open.splice(0, batch).filter((key) => !this.#loaded.has(key))
      for (const [key, block] of await this.view.blocks(asked)) {
        this.#loaded.set(key, block)
        fresh.push([key, block])
        const { pinned = {} } = block
        if (!isAlone) open.push(...block.children, ...Object.values(pinned).flatMap((one) => one.children))
      }
    }
    const hashes = new Set(fresh.map(([, { definition }]) => definition))
    const wanted = [...hashes].filter((hash) => !this.#definitions.has(hash))
    if (wanted.length > 0)
      for (const [hash, definition] of await this.view.definitions(wanted))
        this.#definitions.set(hash, definition)
    for (const [key, block] of fresh) await this.#lookForFiles(key, block)
  }

  private clear(): void {
    this.#made.clear()
    this.#loaded.clear()
    this.#definitions.clear()
  }

  /** Reads all names of files, once, where a block names one that is not there by that very name. */
  async #lookForFiles(key: string, { type, definition, settings }: VersionBlock): Promise<void> {
    const content = this.#definitions.get(definition)?.content ?? {}
    const names = this.#files ? [] : fileNamesOf(this.types.get(type), key, { ...content, ...settings })
    for (const name of names) {
      const { view } = this
      const isThere = async (one: string) =>
        ((await view.asset(one)) ?? (await view.alias(one))) !== undefined
      if ((await isThere(`${key}/${name}`)) || (await isThere(name))) continue
      const all: string[] = []
      for await (const [one] of view.assets()) all.push(one)
      for await (const [one] of view.aliases()) all.push(one)
      this.#files = new StaticNames(all)
      return
    }
  }

  /**
   * A loaded block with all below it. Only fields that its type declares and settings that every block has are in it; what is
   * kept for authors is not.
   */
  block(key: string): PublishedBlock | undefined {
    const known = this.#made.get(key)
    if (known !== undefined) return known
    const block = this.#loaded.get(key)
    if (block === undefined) return undefined
    const made = this.made(key, block, this.#definitions.get(block.definition)?.content ?? {}, block.pinned)
    this.#made.set(key, made)
    return made
  }

  /** @param pinned blocks that do not stand below it as they are in the version */
  private made(
    key: string,
    block: VersionBlock,
    content: JsonObject,
    pinned: VersionBlock['pinned'] = {},
  ): PublishedBlock {
    if (block.type === errorBlockType) return this.unreadable(key, block, content)
    const type = this.types.get(block.type)
    const asides = this.publishedAsides(block)
    const { settings } = block
    const gone = this.#files?.missing(type, key, { ...content, ...settings }) ?? []
    const child = (usage: string): PublishedBlock | undefined => {
      const one = pinned[usage]
      if (!one) return this.block(usage)
      const definition = contentHash({ type: one.type, content: one.content })
      return this.made(usage, { ...one, definition }, one.content, pinned)
    }
    return {
      key,
      type: block.type,
      definition: block.definition,
      content: pick(withoutFiles(content, gone), (name) => declaredScope(type, name) === 'content'),
      settings: pick(withoutFiles(settings, gone), (name) => this.isPublishedSetting(type, name)),
      children: block.children.map(child).filter((one) => one !== undefined),
      ...(asides && { asides }),
    }
  }

  /** What stands for a block whose text could not be read: what it would have been, and why it is not. */
  private unreadable(
    key: string,
    { type, definition, settings }: VersionBlock,
    content: JsonObject,
  ): PublishedBlock {
    return {
      key,
      type: intendedType(type, content),
      definition,
      content: {},
      settings: pick(settings, (name) => name === 'display_name'),
      children: [],
      failure: failureOf(content),
    }
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
}

function declaredScope(type: BlockType | Mixins | undefined, name: string): string | undefined {
  return type?.fieldByOlxName(name)?.scope.name
}

function pick(values: JsonObject, isWanted: (name: string) => boolean): JsonObject {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, Json] => isWanted(entry[0])),
  )
}
