import { CompositorError } from '../../runtime/errors/index.js'
import { Trees, type Store, type TreeMap } from '../../store/index.js'
import type { FormerKeys } from '../olx/renamed-blocks.js'
import type { Taxonomies } from './taxonomies.js'
import type { BlockTags, TagChange, TagName, Taxonomy } from './taxonomy.js'

/** The blocks that a context has. */
export interface KnownBlocks {
  /** Those of these usages that are there. */
  there(context: string, usages: readonly string[]): Promise<ReadonlySet<string>>
  former(context: string): Promise<FormerKeys>
}

const prefix = 'tags:'
const tries = 20

/** What stands before the first colon names the taxonomy. @throws CompositorError `taxonomy-unknown` for a text without one */
export function tagNameOf(text: string): TagName {
  const at = text.indexOf(':')
  if (at > 0) return { taxonomy: text.slice(0, at), tag: text.slice(at + 1) }
  const message = `'${text.slice(0, 100)}' names no tag: one is written TAXONOMY:TAG.`
  throw new CompositorError('taxonomy-unknown', message)
}

/** `TAXONOMY:TAG` */
export function tagText({ taxonomy, tag }: TagName): string {
  return `${taxonomy}:${tag}`
}

/**
 * The tags of the blocks of courses and libraries: site data, kept a map for each context beside its content. What is tagged is a
 * block by its key, whatever version. One that is renamed keeps its tags, and so does one that is deleted and restored.
 */
export class TaggedBlocks {
  readonly #trees: Trees

  /** @param known which blocks there are: others cannot be tagged */
  constructor(
    private readonly store: Pick<Store, 'blobs' | 'heads'>,
    private readonly taxonomies: Taxonomies,
    private readonly known: KnownBlocks,
  ) {
    this.#trees = new Trees(store.blobs)
  }

  /** The tags of blocks of one context; those without any are left out. @throws CompositorError `store-unavailable` */
  async of(context: string, usages: Iterable<string>): Promise<ReadonlyMap<string, BlockTags>> {
    const [root, former] = await Promise.all([this.root(context), this.known.former(context)])
    return this.at(root, usages, former)
  }

  /** The tags of blocks as they stand in a map: under the key that they have, or under one that they had before. */
  async at(
    root: string,
    usages: Iterable<string>,
    former: FormerKeys,
  ): Promise<ReadonlyMap<string, BlockTags>> {
    const all = [...usages]
    const found = await this.map(root).getMany(all.flatMap((usage) => [usage, ...(former.get(usage) ?? [])]))
    return new Map(
      all.flatMap((usage) => {
        const tags = ownTags(found, usage, former)
        return tags && Object.keys(tags).length > 0 ? [[usage, tags] as const] : []
      }),
    )
  }

  /** All tagged blocks of a draft, in an order that means nothing. */
  async *all(context: string): AsyncIterable<readonly [usage: string, tags: BlockTags]> {
    const stored: string[] = []
    for await (const [usage] of this.map(await this.root(context)).entries()) stored.push(usage)
    const former = await this.known.former(context)
    const all = [...new Set([...stored, ...former.keys()])]
    const there = await this.known.there(context, all)
    yield* await this.of(
      context,
      all.filter((usage) => there.has(usage)),
    )
  }

  /** Root of the map of a context: another one when any of its tags changed; '' for none. */
  async root(context: string): Promise<string> {
    const [text] = await this.store.heads.texts([`${prefix}${context}`])
    return text ?? ''
  }

  map(root: string): TreeMap<BlockTags> {
    return this.#trees.open<BlockTags>(root)
  }

  /**
   * Changes the tags of any number of blocks of a context, all of it or nothing.
   * @returns how many blocks have other tags than before
   * @throws CompositorError `taxonomy-unknown` for a tag that is not there, `block-not-found`, `tags-refused`
   */
  async change(context: string, changes: readonly TagChange[]): Promise<number> {
    const taxonomies = await this.#taxonomiesOf(changes)
    const usages = [...new Set(changes.flatMap((change) => change.usages))]
    const former = await this.known.former(context)
    const there = await this.known.there(context, [
      ...usages,
      ...usages.flatMap((usage) => former.get(usage) ?? []),
    ])
    const missing = usages.find((usage) => !there.has(usage))
    if (missing !== undefined) {
      const message = `'${context}' has no block '${missing.slice(0, 300)}'; no tags were changed.`
      throw new CompositorError('block-not-found', message, { usage: missing })
    }
    const name = `${prefix}${context}`
    for (let tried = 0; tried < tries; tried++) {
      const [before] = await this.store.heads.texts([name])
      const map = this.map(before ?? '')
      const was = await this.at(before ?? '', usages, former)
      const is = new Map<string, BlockTags | undefined>(usages.map((usage) => [usage, was.get(usage)]))
      for (const { usages: some, add = [], remove = [] } of changes)
        for (const usage of some)
          is.set(usage, changed(usage, is.get(usage) ?? {}, { add, remove }, taxonomies))
      const other = new Map([...is].filter(([usage, tags]) => textOf(tags) !== textOf(was.get(usage))))
      if (other.size === 0) return 0
      const { root } = await map.with(alsoBefore(other, former, there))
      const after = root === '' ? undefined : root
      if (await this.store.heads.change([{ name, before, after }])) return other.size
    }
    const message = `The tags of '${context}' were changed by others ${tries} times meanwhile.`
    throw new CompositorError('store-unavailable', message)
  }

  async #taxonomiesOf(changes: readonly TagChange[]): Promise<ReadonlyMap<string, Taxonomy>> {
    const added = changes.flatMap(({ add = [] }) => add)
    const found = new Map<string, Taxonomy>()
    for (const id of new Set(added.map(({ taxonomy }) => taxonomy))) {
      const taxonomy = await this.taxonomies.get(id)
      found.set(id, taxonomy)
      const ids = new Set(taxonomy.tags.map((tag) => tag.id))
      const unknown = added.find((one) => one.taxonomy === id && !ids.has(one.tag))
      if (!unknown) continue
      const near = taxonomy.tags.slice(0, 10).map((tag) => tag.id)
      const message = `The taxonomy '${id}' has no tag '${unknown.tag.slice(0, 100)}'; it has ${near.join(', ') || 'none'}${taxonomy.tags.length > 10 ? ', …' : ''}.`
      throw new CompositorError('taxonomy-unknown', message)
    }
    return found
  }
}

/** The tags of a block where they stand. */
function ownTags(
  found: ReadonlyMap<string, BlockTags>,
  usage: string,
  former: FormerKeys,
): BlockTags | undefined {
  const key = [usage, ...(former.get(usage) ?? [])].find((one) => found.has(one))
  return key === undefined ? undefined : found.get(key)
}

/** Tags of renamed blocks stand under their former keys, too, so that a rename that is undone loses none. @param there keys that blocks have */
function alsoBefore(
  tags: ReadonlyMap<string, BlockTags | undefined>,
  former: FormerKeys,
  there: ReadonlySet<string>,
): ReadonlyMap<string, BlockTags | undefined> {
  const all = new Map(tags)
  for (const [usage, own] of tags)
    for (const key of former.get(usage) ?? []) {
      if (!there.has(key)) all.set(key, own)
      // What stands there is another block's; that this one has none has to be said.
      else if (own === undefined) all.set(usage, {})
    }
  return all
}

function changed(
  usage: string,
  before: BlockTags,
  { add, remove }: Required<Pick<TagChange, 'add' | 'remove'>>,
  taxonomies: ReadonlyMap<string, Taxonomy>,
): BlockTags | undefined {
  const tags = new Map(Object.entries(before).map(([taxonomy, ids]) => [taxonomy, new Set(ids)]))
  for (const { taxonomy, tag } of remove) tags.get(taxonomy)?.delete(tag)
  for (const { taxonomy, tag } of add) {
    const ids = tags.get(taxonomy) ?? new Set()
    tags.set(taxonomy, ids.add(tag))
    if (ids.size > 1 && taxonomies.get(taxonomy)?.allowsSeveral === false) {
      const message = `Of the taxonomy '${taxonomy}' a block has one tag; ${usage} would have ${[...ids].join(' and ')}.`
      throw new CompositorError('tags-refused', message, { usage })
    }
  }
  const left = [...tags].filter(([, ids]) => ids.size > 0).sort(([one], [other]) => (one < other ? -1 : 1))
  return left.length === 0
    ? undefined
    : Object.fromEntries(left.map(([taxonomy, ids]) => [taxonomy, [...ids].sort()]))
}

function textOf(tags: BlockTags | undefined): string {
  return JSON.stringify(tags ?? {})
}
