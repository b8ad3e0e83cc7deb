import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { fileNamesOf } from '../olx/missing-files.js'
import type { AuthoringStore, StoredVersionView, TreeFile, VersionBlock } from '../version/index.js'
import { FileWordsFound, type FileWords } from './file-words.js'
import { KeptFileWords, type FileUser, type FileUserWords, type KeptWords } from './kept-file-words.js'
import { StaticFilesNamed } from './named-files.js'
import { scriptArchive, scriptModules } from './script-modules.js'

/** What names a file: how many there are, and the first of them. */
export interface FileUses {
  readonly count: number
  readonly first: readonly FileUser[]
}

/** What names which files in one version. */
interface KnownUses {
  readonly view: StoredVersionView
  readonly named: StaticFilesNamed
  /** By usage key or path; it goes on with the version that is read next. */
  readonly users: Map<string, FileUserFiles>
  readonly uses: ReadonlyMap<string, FileUses>
  readonly kept: KeptWords | undefined
  /** What is not in there as it is here; an edit or two are found again sooner than kept. */
  readonly unkept: ReadonlySet<string>
}

/** A version that uses are worked out from, as far as they are known: its words, and which files they name where that was looked up. */
type EarlierUses = Pick<KnownUses, 'view' | 'users' | 'kept' | 'unkept'> & Partial<Pick<KnownUses, 'named'>>

interface FileUserFiles extends FileUserWords {
  files: ReadonlySet<string>
}

/** Courses whose uses are known in memory, blocks and files read at once, and users of one file that are told. */
const [mostKnown, batch, mostTold] = [4, 100, 20]
/** Users that may differ from what is kept before it is kept anew. */
const mostUnkept = 200
/** Files that may name others, and the bytes up to which they are read. */
const [texts, mostBytes] = [/\.(?:x?html?|css|m?js|json|xml|svg|md|tex)$/i, 5_000_000]
/** Lists of all files, which name what nothing uses as well. */
const lists = /^(?:policies\/assets\.json$|assets\/)/
const staticFolder = 'static/'

/**
 * What uses the static files of drafts: blocks, pages, handouts, updates, settings and other static files that name them, and scripts that
 * import from the archive of modules. The first version of a course is read whole; of the next, what differs, also in the next process.
 */
export class FileUsage {
  readonly #known = new LRUCache<string, Promise<KnownUses>>({ max: mostKnown })
  readonly #kept: KeptFileWords

  /** @param madeBy names the code of the block types, which may tell other files in another version of it */
  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
    madeBy = '',
  ) {
    this.#kept = new KeptFileWords(store.versions, madeBy)
  }

  /** Reads a course of which nothing is kept, so that nobody waits for it later. @throws CompositorError as {@link of} does */
  async follow(context: string): Promise<void> {
    if (this.#known.has(context) || (await this.#kept.has(context))) return
    await this.of(await this.store.view(context, 'draft'))
  }

  /** What uses each static file of a version, by file name. @throws CompositorError `store-unavailable`, `store-damaged` */
  async of(view: StoredVersionView): Promise<ReadonlyMap<string, FileUses>> {
    const before = this.#known.get(view.context)
    const read = before ? before.then((known) => this.#read(view, known)) : this.#first(view)
    this.#known.set(view.context, read)
    read.catch(() => this.#known.delete(view.context))
    return (await read).uses
  }

  /** The same, where it is known in time; it is worked out all the same. @param patience milliseconds */
  async soon(view: StoredVersionView, patience: number): Promise<ReadonlyMap<string, FileUses> | undefined> {
    const ending = new AbortController()
    const late = wait(patience, undefined, { signal: ending.signal }).catch(() => undefined)
    return Promise.race([this.of(view), late]).finally(() => ending.abort())
  }

  async #first(view: StoredVersionView): Promise<KnownUses> {
    try {
      return await this.#read(view, await this.#earlier(view))
    } catch (thrown) {
      if (CompositorError.from(thrown, 'store-unavailable').code !== 'store-damaged') throw thrown
      // What is kept can be made anew.
      return this.#read(view)
    }
  }

  /** What is kept of the version that was read last, here or elsewhere. */
  async #earlier(view: StoredVersionView): Promise<EarlierUses | undefined> {
    const kept = await this.#kept.read(view.context)
    if (!kept) return undefined
    const users = new Map<string, FileUserFiles>()
    for (const [key, words] of kept.users) users.set(key, { ...words, files: new Set() })
    return { view: kept.view, users, kept, unkept: new Set() }
  }

  async #read(view: StoredVersionView, before?: EarlierUses): Promise<KnownUses> {
    if (isKnown(before) && isSame(before.view, view)) return before
    const users = before?.users ?? new Map<string, FileUserFiles>()
    const fresh = new Set<string>()
    const changed = new Set(before?.unkept)
    const put = (key: string, user: FileUser, words: FileWords) => {
      users.set(key, { user, words, files: new Set() })
      fresh.add(key)
    }
    let blocks: (readonly [string, VersionBlock])[] = []
    const readBlocks = async () => {
      const definitions = await view.definitions(new Set(blocks.map(([, { definition }]) => definition)))
      for (const [usage, block] of blocks) {
        const { type, settings, xmlAttributes, kept, asides } = block
        const fields = { ...definitions.get(block.definition)?.content, ...settings }
        const words = new FileWordsFound()
        words
          .add(fields)
          .add({ ...xmlAttributes })
          .add([...(kept ?? [])])
          .add({ ...asides })
        for (const name of fileNamesOf(this.types.get(type), usage, fields)) words.names.add(name)
        put(usage, { kind: 'block', usage, type, name: settings['display_name'] }, words)
      }
      blocks = []
      await nextTurn()
    }
    for await (const [usage, block] of changedBlocks(view, before?.view)) {
      changed.add(usage)
      if (block) blocks.push([usage, block])
      else users.delete(usage)
      if (blocks.length === batch) await readBlocks()
    }
    await readBlocks()
    let files: (readonly [string, TreeFile])[] = []
    const readFiles = async () => {
      const ofBlocks = await view.readFrom(files.map(([path]) => path))
      for (const [path, { hash, size }] of files) {
        users.delete(path)
        if (ofBlocks.has(path) || size > mostBytes) continue
        const text = Buffer.from(await this.store.file(hash)).toString()
        put(path, { kind: 'file', path }, new FileWordsFound().add(text))
      }
      files = []
      await nextTurn()
    }
    for await (const [path, file] of changedFiles(view, before?.view)) {
      changed.add(path)
      if (file && texts.test(path) && !lists.test(path)) files.push([path, file])
      else users.delete(path)
      if (files.length === batch) await readFiles()
    }
    await readFiles()
    const isSameNames = isKnown(before) && namesOf(before.view) === namesOf(view)
    const named = isSameNames ? before.named : await this.#named(view)
    let looked = 0
    for (const [key, one] of users) {
      if (isSameNames && !fresh.has(key)) continue
      if (++looked % batch === 0) await nextTurn()
      const files = new Set(named.by(one.words))
      if (one.user.kind === 'file' && key.startsWith(staticFolder))
        files.delete(key.slice(staticFolder.length))
      one.files = files
    }
    const isKeptAnew = !before?.kept || changed.size > mostUnkept
    const kept = isKeptAnew ? await this.#kept.keep(view, users, changed, before?.kept) : before.kept
    const unkept = isKeptAnew && kept ? new Set<string>() : changed
    return { view, named, users, uses: usesOf(users.values()), kept, unkept }
  }

  async #named(view: StoredVersionView): Promise<StaticFilesNamed> {
    const files = new Set<string>()
    for await (const [name] of view.assets()) files.add(name)
    const aliases = new Map<string, string>()
    for await (const [alias, name] of view.aliases()) aliases.set(alias, name)
    const archive = await view.asset(scriptArchive)
    const isReadable = archive !== undefined && archive.size <= mostBytes
    const modules = isReadable ? await scriptModules(await this.store.file(archive.hash)) : undefined
    return new StaticFilesNamed(files, aliases, modules)
  }
}

function usesOf(users: Iterable<FileUserFiles>): ReadonlyMap<string, FileUses> {
  const uses = new Map<string, { count: number; first: FileUser[] }>()
  for (const { user, files } of users)
    for (const file of files) {
      const of = uses.get(file) ?? { count: 0, first: [] }
      of.count++
      if (of.first.length < mostTold) of.first.push(user)
      uses.set(file, of)
    }
  return uses
}

/** Blocks of a version that are others than before; all without a version before. */
async function* changedBlocks(
  view: StoredVersionView,
  before: StoredVersionView | undefined,
): AsyncIterable<readonly [string, VersionBlock | undefined]> {
  if (!before) return yield* view.allBlocks()
  for await (const { usage, after } of before.changes(view)) yield [usage, after]
}

/** Files of a version that are others than before, or that blocks are read from or no longer; all without a version before. */
async function* changedFiles(
  view: StoredVersionView,
  before: StoredVersionView | undefined,
): AsyncIterable<readonly [string, TreeFile | undefined]> {
  if (!before) return yield* view.tree.entries()
  const paths = await before.pathsChanged(view)
  const there = await view.tree.getMany(paths)
  for (const path of paths) yield [path, there.get(path)]
}

function isKnown(uses: EarlierUses | undefined): uses is KnownUses {
  return uses?.named !== undefined
}

function isSame(one: StoredVersionView, other: StoredVersionView): boolean {
  return one.name === other.name && one.reading.blocks === other.reading.blocks
}

/** Says which static files there are, and what is in them. */
function namesOf({ reading: { assets, aliases } }: StoredVersionView): string {
  return `${assets} ${aliases}`
}
