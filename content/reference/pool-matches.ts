import type { BlockTypes, PoolQuery } from '../../runtime/block/index.js'
import { SummaryBlocks } from '../../runtime/reference/index.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { isJsonArray, isJsonObject } from '../../runtime/values/index.js'
import { PublishedBlocks } from '../publish/published-blocks.js'
import { textOf } from '../search/block-words.js'
import { wordsOf } from '../search/words.js'
import { topBlocks } from '../publish/outline.js'
import { draftBlocks, TaggedBlocks, tagNameOf, tagPaths, Taxonomies } from '../taxonomy/index.js'
import type { AuthoringStore, VersionBlock, VersionView } from '../version/index.js'

/** Blocks that are looked at together. */
const batch = 500

/**
 * Finds the blocks of a version of a library that a subset asks for: its collections and words are those of the version, tags those that this
 * site gives by now. It costs what narrowing down leaves: collection, types and tags first, and only what is left is read for words.
 */
export class PoolMatches {
  readonly #taxonomies: Taxonomies
  readonly #tagged: TaggedBlocks

  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
  ) {
    const { store: kept } = store.versions
    this.#taxonomies = new Taxonomies(kept)
    this.#tagged = new TaggedBlocks(kept, this.#taxonomies, draftBlocks(store))
  }

  /**
   * Usage keys, as text: in the order of the collection where one is asked for, else of the library.
   * @throws CompositorError `store-unavailable`, `store-damaged`
   */
  async find(view: VersionView, query: PoolQuery): Promise<readonly string[]> {
    const { collection, tags = [], words = '', types = [] } = query
    let keys = collection === undefined ? await topOf(view) : await collected(view, collection)
    if (tags.length > 0) keys = await this.#tagsHold(view.context, keys, tags)
    const found: string[] = []
    for (let start = 0; start < keys.length; start += batch) {
      const blocks = await view.blocks(keys.slice(start, start + batch))
      const typed = types.length === 0 ? blocks : await this.typed(view, blocks, types)
      const worded = words === '' ? typed : await this.#worded(view, typed, words)
      found.push(...worded.keys())
    }
    return found
  }

  async #tagsHold(context: string, keys: readonly string[], tags: readonly string[]): Promise<string[]> {
    const wanted = await Promise.all(tags.map((tag) => this.#withThoseBelow(tag)))
    const of = await this.#tagged.of(context, keys)
    return keys.filter((key) => {
      const own = of.get(key) ?? {}
      return wanted.some(({ taxonomy, ids }) => own[taxonomy]?.some((id) => ids.has(id)))
    })
  }

  /** A tag that is not there any more is nobody's. */
  async #withThoseBelow(
    text: string,
  ): Promise<{ readonly taxonomy: string; readonly ids: ReadonlySet<string> }> {
    try {
      const { taxonomy, tag } = tagNameOf(text)
      const paths = tagPaths((await this.#taxonomies.get(taxonomy)).tags)
      return { taxonomy, ids: new Set([...paths].flatMap(([id, path]) => (path.includes(tag) ? [id] : []))) }
    } catch (thrown) {
      if (thrown instanceof CompositorError && thrown.code === 'taxonomy-unknown')
        return { taxonomy: '', ids: new Set() }
      throw thrown
    }
  }

  /** Those of a type, or of a kind that their type tells of them. */
  async typed(
    view: VersionView,
    blocks: ReadonlyMap<string, VersionBlock>,
    types: readonly string[],
  ): Promise<ReadonlyMap<string, VersionBlock>> {
    const kinds = types.filter((name) => !this.types.get(name))
    const told = new Set<string>()
    const telling = [...blocks].flatMap(([usage, { type }]) =>
      !types.includes(type) && kinds.length > 0 && this.types.get(type)?.capabilities.summary ? [usage] : [],
    )
    if (telling.length > 0) {
      const published = new PublishedBlocks(view, this.types)
      const summaries = new SummaryBlocks(this.types)
      await published.load(telling, true)
      for (const usage of telling) {
        const block = published.block(usage)
        const type = block && this.types.get(block.type)
        const own = type && summaries.said(type, block, summaries.fieldsOf(block)).kinds
        if (own?.some((kind) => kinds.includes(kind))) told.add(usage)
      }
    }
    return new Map([...blocks].filter(([usage, { type }]) => types.includes(type) || told.has(usage)))
  }

  async #worded(
    view: VersionView,
    blocks: ReadonlyMap<string, VersionBlock>,
    words: string,
  ): Promise<ReadonlyMap<string, VersionBlock>> {
    const wanted = wordsOf(words).map((word) => word.folded)
    if (wanted.length === 0) return blocks
    const definitions = await view.definitions([...blocks.values()].map(({ definition }) => definition))
    const found = new Map<string, VersionBlock>()
    for (const [usage, block] of blocks) {
      const { type, settings, definition } = block
      const title = settings['display_name']
      const content = definitions.get(definition)?.content ?? {}
      const bytes = (hash: string) => this.store.file(hash)
      const text = await textOf({ usage, type, content, settings }, this.types, view, bytes)
      const named = `${typeof title === 'string' ? title : ''} ${parseUsageKey(usage).blockId} ${text}`
      const own = wordsOf(named).map((word) => word.folded)
      if (wanted.every((word) => own.some((one) => one.startsWith(word)))) found.set(usage, block)
    }
    return found
  }
}

async function topOf(view: VersionView): Promise<readonly string[]> {
  return topBlocks((await view.block(view.root))?.children ?? [])
}

async function collected(view: VersionView, key: string): Promise<readonly string[]> {
  const fact = await view.fact('collections')
  for (const one of fact !== undefined && isJsonArray(fact) ? fact : []) {
    if (!isJsonObject(one) || one['key'] !== key) continue
    const { blocks = [] } = one
    return isJsonArray(blocks) ? blocks.filter((block) => typeof block === 'string') : []
  }
  return []
}
