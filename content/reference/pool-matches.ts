import { LRUCache } from 'lru-cache'
import type { BlockTypes, PoolQuery } from '../../runtime/block/index.js'
import { SummaryBlocks } from '../../runtime/reference/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { canonicalJson, isJsonArray, isJsonObject, type JsonObject } from '../../runtime/values/index.js'
import { PublishedBlocks } from '../publish/published-blocks.js'
import { topBlocks } from '../publish/outline.js'
import { draftBlocks, TaggedBlocks, tagNameOf, tagPaths, Taxonomies } from '../taxonomy/index.js'
import type { AuthoringStore, VersionBlock, VersionView } from '../version/index.js'
import { BlockWordLists } from './block-word-list.js'

/** Blocks that are looked at together. */
const batch = 500

/** Usage keys that are kept of what was found. */
const mostKept = 500_000

/** By store, what was found. */
const answers = new WeakMap<AuthoringStore, LRUCache<string, readonly string[]>>()

/**
 * Finds the blocks of a version of a library that a subset asks for: its collections and words are those of the version, tags those that this
 * site gives by now. It costs what narrowing down leaves: collection, types and tags first, and only what is left is read for words.
 */
export class PoolMatches {
  readonly #taxonomies: Taxonomies
  readonly #tagged: TaggedBlocks
  readonly #words: BlockWordLists
  readonly #found: LRUCache<string, readonly string[]>

  constructor(
    store: AuthoringStore,
    private readonly types: BlockTypes,
  ) {
    const { store: kept } = store.versions
    this.#taxonomies = new Taxonomies(kept)
    this.#tagged = new TaggedBlocks(kept, this.#taxonomies, draftBlocks(store))
    this.#words = new BlockWordLists(store, types)
    const known = answers.get(store) ?? new LRUCache({ maxSize: mostKept, sizeCalculation: sizeOf })
    answers.set(store, known)
    this.#found = known
  }

  /**
   * Usage keys, as text: in the order of the collection where one is asked for, else of the library.
   * @throws CompositorError `store-unavailable`, `store-damaged`
   */
  async find(view: VersionView, query: PoolQuery): Promise<readonly string[]> {
    if (query.tags && query.tags.length > 0) return this.#look(view, query)
    // Of a version that is asked the same the same is found, such as by who turns the pages of a list.
    const name = `${view.context} ${view.name} ${canonicalJson(query as JsonObject)}`
    const known = this.#found.get(name)
    if (known) return known
    const found = await this.#look(view, query)
    this.#found.set(name, found)
    return found
  }

  async #look(
    view: VersionView,
    { collection, tags = [], words = '', types = [] }: PoolQuery,
  ): Promise<readonly string[]> {
    let keys = collection === undefined ? await topOf(view) : await collected(view, collection)
    if (tags.length > 0) keys = await this.#tagsHold(view.context, keys, tags)
    const found: string[] = []
    for (let start = 0; start < keys.length; start += batch) {
      const blocks = await view.blocks(keys.slice(start, start + batch))
      const typed = types.length === 0 ? blocks : await this.typed(view, blocks, types)
      const worded = words === '' ? typed : await this.#words.having(words, view, typed)
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
}

function sizeOf(found: readonly string[]): number {
  return found.length + 1
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
