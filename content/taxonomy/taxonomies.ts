import { CompositorError } from '../../runtime/errors/index.js'
import { Trees, type Store } from '../../store/index.js'
import { readTags, writeTags, type TagFormat } from './tag-file.js'
import { tagImport, type TagImport } from './tag-import.js'
import { placedTags } from './tag-order.js'
import type { PlacedTag, Tag, Taxonomy, TaxonomyHead } from './taxonomy.js'

/** A taxonomy in a list. */
export interface ListedTaxonomy extends TaxonomyHead {
  /** How many tags it has. */
  readonly count: number
}

/** What is stored under `taxonomy:ID`. */
interface StoredTaxonomy extends ListedTaxonomy {
  readonly format: 1
  /** Root of the map from the id of a tag to it. */
  readonly tags: string
}

type StoredTag = Omit<Tag, 'id'> & { readonly order: number }

/** How tags are imported. */
export interface TagImportOptions {
  readonly format: TagFormat
  /** Whether tags that the file does not have go. */
  readonly replaces?: boolean
  /** Whether it is only worked out. */
  readonly isDryRun?: boolean
}

const prefix = 'taxonomy:'
const idForm = /^[\w.-]{1,100}$/
const tries = 20

/** The taxonomies of a site. Several processes may change them: heads are compared as they are replaced. */
export class Taxonomies {
  readonly #trees: Trees

  constructor(private readonly store: Pick<Store, 'blobs' | 'heads'>) {
    this.#trees = new Trees(store.blobs)
  }

  /** All taxonomies, by name. @throws CompositorError `store-unavailable` */
  async list(): Promise<readonly ListedTaxonomy[]> {
    const texts = await this.store.heads.texts(await this.store.heads.names(prefix))
    return texts
      .flatMap((text) => (text === undefined ? [] : [listed(JSON.parse(text) as StoredTaxonomy)]))
      .sort((one, other) => one.name.localeCompare(other.name) || (one.id < other.id ? -1 : 1))
  }

  /** @throws CompositorError `taxonomy-unknown`, `store-unavailable` */
  async get(id: string): Promise<Taxonomy> {
    return this.#read((await this.#stored(id)).stored)
  }

  /** The tags of a taxonomy with the place of each. @throws CompositorError as {@link get} */
  async placed(id: string): Promise<readonly PlacedTag[]> {
    return placedTags((await this.get(id)).tags)
  }

  /** A name for all that taxonomies are: another one when any changed. */
  async mark(): Promise<string> {
    const texts = await this.store.heads.texts(await this.store.heads.names(prefix))
    return texts
      .map((text) => (text === undefined ? '' : (JSON.parse(text) as StoredTaxonomy).tags.slice(0, 16)))
      .join(' ')
  }

  /**
   * Makes a taxonomy without tags, or gives one that is there another name, description or rule.
   * @throws CompositorError `taxonomy-invalid`
   */
  async set(head: Pick<TaxonomyHead, 'id'> & Partial<Omit<TaxonomyHead, 'id'>>): Promise<ListedTaxonomy> {
    const { id } = head
    if (!idForm.test(id)) {
      const message = `'${id.slice(0, 120)}' is no id of a taxonomy: letters, digits, '-', '_' and '.', at most 100.`
      throw new CompositorError('taxonomy-invalid', message)
    }
    return this.#change(id, (before) => {
      const { name = before?.name ?? id, description = before?.description ?? '' } = head
      const { allowsSeveral = before?.allowsSeveral ?? true } = head
      if (name.trim() === '' || name.length > 255) {
        const message = `A taxonomy has a name of 1 to 255 characters; '${name.slice(0, 80)}' has ${name.length}.`
        throw new CompositorError('taxonomy-invalid', message)
      }
      const { tags = '', count = 0 } = before ?? {}
      return Promise.resolve({ format: 1, id, name, description, allowsSeveral, tags, count })
    })
  }

  /**
   * Gives a taxonomy tags, in place of those that it has.
   * @throws CompositorError `taxonomy-unknown`, `taxonomy-invalid`
   */
  async setTags(id: string, tags: readonly Tag[]): Promise<ListedTaxonomy> {
    return this.#change(id, async (before) => this.#withTags(before ?? (await this.#unknown(id)), tags))
  }

  /**
   * Takes tags of a file, see `readTags`; makes the taxonomy where there is none. What blocks have of tags that go is kept,
   * and shows again when they come back.
   * @throws CompositorError `taxonomy-invalid`; nothing is changed then
   */
  async import(id: string, source: string, options: TagImportOptions): Promise<TagImport> {
    const { format, replaces = false, isDryRun = false } = options
    const { name, description, tags } = readTags(source, format)
    const before = await this.#find(id)
    const known = before ? (await this.#read(before)).tags : []
    const given = new Set(tags.map((tag) => tag.id))
    // What is wrong is told with its place in the file.
    placedTags(replaces ? tags : [...known.filter((tag) => !given.has(tag.id)), ...tags])
    let outcome = tagImport(known, tags, replaces)
    if (isDryRun) return outcome
    if (!before) await this.set({ id, ...(name && { name }), ...(description && { description }) })
    await this.#change(id, async (stored) => {
      const now = stored ?? (await this.#unknown(id))
      outcome = tagImport((await this.#read(now)).tags, tags, replaces)
      return this.#withTags(now, outcome.tags)
    })
    return outcome
  }

  /** The tags of a taxonomy as a text, see `writeTags`. @throws CompositorError `taxonomy-unknown` */
  async export(id: string, format: TagFormat): Promise<string> {
    return writeTags(await this.get(id), format)
  }

  /** Removes a taxonomy; what blocks have of its tags is kept, and shows again when it comes back. @throws CompositorError `taxonomy-unknown` */
  async delete(id: string): Promise<void> {
    for (let tried = 0; tried < tries; tried++) {
      const { text } = await this.#stored(id)
      if (await this.store.heads.change([{ name: `${prefix}${id}`, before: text, after: undefined }])) return
    }
    throw overtaken(id)
  }

  async #withTags(before: StoredTaxonomy, tags: readonly Tag[]): Promise<StoredTaxonomy> {
    const placed = placedTags(tags)
    const old = this.#trees.open<StoredTag>(before.tags)
    const gone = new Map<string, StoredTag | undefined>()
    for await (const [id] of old.entries()) gone.set(id, undefined)
    for (const [order, { id, value, parent }] of placed.entries())
      gone.set(id, { value, ...(parent !== undefined && { parent }), order })
    const { root } = await old.with(gone)
    return { ...before, tags: root, count: placed.length }
  }

  async #read({ id, name, description, allowsSeveral, tags: root }: StoredTaxonomy): Promise<Taxonomy> {
    const found: (Tag & { order: number })[] = []
    for await (const [tag, stored] of this.#trees.open<StoredTag>(root).entries())
      found.push({ id: tag, ...stored })
    found.sort((one, other) => one.order - other.order)
    const tags = found.map(({ id: tag, value, parent }) => {
      return { id: tag, value, ...(parent !== undefined && { parent }) }
    })
    return { id, name, description, allowsSeveral, tags }
  }

  async #change(
    id: string,
    make: (before: StoredTaxonomy | undefined) => Promise<StoredTaxonomy>,
  ): Promise<ListedTaxonomy> {
    const name = `${prefix}${id}`
    for (let tried = 0; tried < tries; tried++) {
      const [before] = await this.store.heads.texts([name])
      const made = await make(before === undefined ? undefined : (JSON.parse(before) as StoredTaxonomy))
      const after = JSON.stringify(made)
      if (after === before) return listed(made)
      if (await this.store.heads.change([{ name, before, after }])) return listed(made)
    }
    throw overtaken(id)
  }

  async #find(id: string): Promise<StoredTaxonomy | undefined> {
    const [text] = await this.store.heads.texts([`${prefix}${id}`])
    return text === undefined ? undefined : (JSON.parse(text) as StoredTaxonomy)
  }

  async #stored(id: string): Promise<{ readonly text: string; readonly stored: StoredTaxonomy }> {
    const [text] = await this.store.heads.texts([`${prefix}${id}`])
    if (text === undefined) return this.#unknown(id)
    return { text, stored: JSON.parse(text) as StoredTaxonomy }
  }

  async #unknown(id: string): Promise<never> {
    const known = (await this.list()).map((one) => one.id)
    const there = known.slice(0, 20).join(', ') || 'none yet'
    const message = `There is no taxonomy '${id.slice(0, 100)}'; there are: ${there}.`
    throw new CompositorError('taxonomy-unknown', message)
  }
}

function listed({ id, name, description, allowsSeveral, count }: StoredTaxonomy): ListedTaxonomy {
  return { id, name, description, allowsSeveral, count }
}

function overtaken(id: string): CompositorError {
  const message = `The taxonomy '${id}' was changed by others ${tries} times meanwhile.`
  return new CompositorError('store-unavailable', message)
}
