import { parse } from 'smol-toml'
import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { isJsonArray, isJsonObject, type Json } from '../../runtime/values/index.js'
import { entityPath } from '../edit/v2/library-entities.js'
import { changedFiles, type VersionFiles, type ReadVersion } from '../edit/version-files.js'
import { table, text, texts } from '../olx/package-toml.js'
import { newToml, TomlText } from '../toml/index.js'
import type { AuthoringStore, ExpectedWords } from '../version/index.js'

/** Blocks of a library that its authors put together, such as those of one week. */
export interface Collection {
  /** Letters, digits, `-`, `_` and `.`, at most 100. */
  readonly key: string
  readonly title: string
  readonly description: string
  /** Usage keys, as text, in order. */
  readonly blocks: readonly string[]
}

/** One step of a change of collections. */
export type CollectionChange =
  /** Makes one, or gives one another title or description. */
  | { readonly do: 'set'; readonly key: string; readonly title?: string; readonly description?: string }
  /** Puts blocks into one, behind those that are in it. */
  | { readonly do: 'add'; readonly key: string; readonly blocks: readonly string[] }
  | { readonly do: 'remove'; readonly key: string; readonly blocks: readonly string[] }
  | { readonly do: 'delete'; readonly key: string }

const keyForm = /^[\w.-]{1,100}$/
const longest = { title: 500, description: 10_000 }

/** The collections of v2 libraries: files of their trees, changed as edits of the draft. */
export class Collections {
  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
  ) {}

  /** The collections of a version, by key. @throws CompositorError `context-unknown`, `version-unknown` */
  async list(library: string, version = 'draft'): Promise<readonly Collection[]> {
    const fact = await (await this.store.view(library, version)).fact('collections')
    return collectionsIn(fact).toSorted((one, other) => (one.key < other.key ? -1 : 1))
  }

  /**
   * Changes collections in many steps, all or none of which are made.
   * @returns the name of the version that is now the draft
   * @throws CompositorError `context-unknown`, `draft-changed`, `draft-fixed` for what is no v2 library, `block-not-found`,
   *   `search-input` for a collection that is not there, `field-value`
   */
  change(library: string, changes: readonly CollectionChange[], words: ExpectedWords = {}): Promise<string> {
    return this.store.change(
      library,
      this.types,
      async (version, files) => {
        const changed = new Map<string, Buffer | undefined>()
        for (const change of changes) {
          const now = changedFiles(files, changed)
          const [path, after] = await new CollectionFiles(version, now).changed(change)
          changed.set(path, after === undefined ? undefined : Buffer.from(after))
        }
        return changed
      },
      words,
    )
  }
}

/** The files of a draft that its collections stand in. */
class CollectionFiles {
  constructor(
    private readonly version: ReadVersion,
    private readonly files: VersionFiles,
  ) {}

  /** The file that a step changes, and its text then; undefined for a file that goes. */
  async changed(change: CollectionChange): Promise<readonly [path: string, text: string | undefined]> {
    const { key } = change
    if (!keyForm.test(key)) {
      const message = `'${key.slice(0, 120)}' is no key of a collection: letters, digits, '-', '_' and '.', at most 100.`
      throw new CompositorError('field-value', message)
    }
    const found = await this.#find(key)
    if (change.do === 'set') return this.#set(change, found)
    if (!found) {
      const message = `'${this.version.context}' has no collection '${key}'.`
      throw new CompositorError('search-input', message)
    }
    const { path, written } = found
    if (change.do === 'delete') return [path, undefined]
    const given = await this.#entityKeys(change.blocks)
    const before = texts(table(parse(written)['collection'])['entities'])
    const after =
      change.do === 'add' ? [...new Set([...before, ...given])] : before.filter((one) => !given.includes(one))
    return [path, new TomlText(written, path).set(['collection', 'entities'], after).text]
  }

  #set(
    { key, title, description }: CollectionChange & { readonly do: 'set' },
    found: { readonly path: string; readonly written: string } | undefined,
  ): readonly [string, string] {
    for (const [name, value] of Object.entries({ title, description }))
      if ((value?.length ?? 0) > longest[name as keyof typeof longest])
        throw new CompositorError('field-value', `The ${name} of a collection is too long.`)
    if (!found) {
      const { context } = this.version
      if (!context.startsWith('lib:'))
        throw new CompositorError(
          'draft-fixed',
          `'${context}' is no v2 library, which alone have collections.`,
        )
      const own = { title: title ?? key, key, description: description ?? '', entities: [] }
      return [`collections/${key}.toml`, newToml({ collection: own })]
    }
    const toml = new TomlText(found.written, found.path)
    if (title !== undefined) toml.set(['collection', 'title'], title)
    if (description !== undefined) toml.set(['collection', 'description'], description)
    return [found.path, toml.text]
  }

  /** The file of a collection: the one of its name, as a rule. */
  async #find(key: string): Promise<{ readonly path: string; readonly written: string } | undefined> {
    const usual = `collections/${key}.toml`
    const first = await this.#read(usual, key)
    if (first !== undefined) return { path: usual, written: first }
    for (const path of await this.files.paths()) {
      if (!path.startsWith('collections/') || !path.endsWith('.toml')) continue
      const written = await this.#read(path, key)
      if (written !== undefined) return { path, written }
    }
    return undefined
  }

  async #read(path: string, key: string): Promise<string | undefined> {
    const bytes = await this.files.bytes(path)
    if (!bytes) return undefined
    const written = Buffer.from(bytes).toString('utf8')
    try {
      return text(table(parse(written)['collection'])['key']) === key ? written : undefined
    } catch {
      // One that cannot be read is told of where the library is read.
      return undefined
    }
  }

  /** What collections call blocks. */
  async #entityKeys(usages: readonly string[]): Promise<readonly string[]> {
    const blocks = await this.version.blocks(usages)
    const keys: string[] = []
    for (const usage of usages) {
      const block = blocks.get(usage)
      const path = block && entityPath(block)
      const bytes = path === undefined ? undefined : await this.files.bytes(path)
      const key = bytes && text(table(parse(Buffer.from(bytes).toString('utf8'))['entity'])['key'])
      if (key === undefined) {
        const message = `'${this.version.context}' has no block '${usage.slice(0, 300)}'.`
        throw new CompositorError('block-not-found', message, { usage })
      }
      keys.push(key)
    }
    return keys
  }
}

function collectionsIn(fact: Json | undefined): Collection[] {
  return (fact !== undefined && isJsonArray(fact) ? fact : []).flatMap((one) => {
    if (!isJsonObject(one)) return []
    const { key, title, description, blocks } = one
    if (typeof key !== 'string') return []
    return [
      {
        key,
        title: typeof title === 'string' ? title : '',
        description: typeof description === 'string' ? description : '',
        blocks: (blocks !== undefined && isJsonArray(blocks) ? blocks : []).filter(
          (block) => typeof block === 'string',
        ),
      },
    ]
  })
}
