import type { Json } from '../../runtime/values/index.js'
import { StoredVersionView } from '../version/stored-version-view.js'
import type { VersionReading } from '../version/version-reading.js'
import type { VersionStore } from '../version/version-store.js'
import type { FileWords } from './file-words.js'

/** What names a static file: a block, or a file of the version, by its path: a page, a handout, a style sheet. */
export type FileUser =
  | { readonly kind: 'block'; readonly usage: string; readonly type: string; readonly name: Json | undefined }
  | { readonly kind: 'file'; readonly path: string }

/** By which words it names files. */
export interface FileUserWords {
  readonly user: FileUser
  readonly words: FileWords
}

/** Whose words are kept of one version. */
export interface KeptWords {
  readonly view: StoredVersionView
  /** By usage key or path. */
  readonly users: ReadonlyMap<string, FileUserWords>
  /** Root of the map of them. */
  readonly root: string
  /** The text of the head that names it. */
  readonly head: string
}

/** What a head says of them. */
interface StoredHead {
  readonly format: 1
  /** Names the code that found the words. */
  readonly madeBy: string
  readonly version: string
  readonly variant: StoredVersionView['variant']
  readonly reading: VersionReading
  readonly users: string
}

/** A user as it is stored; `type` of blocks alone. */
interface StoredUser {
  readonly type?: string
  readonly name?: Json
  readonly names?: readonly string[]
  readonly patterns?: readonly string[]
  readonly modules?: readonly string[]
}

/** What heads are called that say by which words files are named in a course. */
const prefix = 'file-words:'

/**
 * Keeps by which words blocks and files of a course name static files, with the version in which they do, so that the next process reads
 * what differs. Site data: it can be made anew at any time.
 */
export class KeptFileWords {
  /** @param madeBy names the code that finds words: what other code kept is not taken over */
  constructor(
    private readonly versions: VersionStore,
    private readonly madeBy: string,
  ) {}

  /** Whether this code kept anything of a course. @throws CompositorError `store-unavailable` */
  async has(context: string): Promise<boolean> {
    const head = await this.#head(context)
    return head !== undefined && (JSON.parse(head) as StoredHead).madeBy === this.madeBy
  }

  /** What is kept of a course; undefined where nothing is, or other code did. @throws CompositorError `store-unavailable`, `store-damaged` */
  async read(context: string): Promise<KeptWords | undefined> {
    const head = await this.#head(context)
    if (head === undefined) return undefined
    const { madeBy, version, variant, reading, users: root } = JSON.parse(head) as StoredHead
    if (madeBy !== this.madeBy) return undefined
    const users = new Map<string, FileUserWords>()
    for await (const [key, stored] of this.versions.map<StoredUser>(root).entries())
      users.set(key, userOf(key, stored))
    return { view: new StoredVersionView(version, variant, reading, this.versions), users, root, head }
  }

  /**
   * Keeps the words of a version.
   * @param changed keys of users that may be others than `before`
   * @returns undefined where others kept something meanwhile
   */
  async keep(
    view: StoredVersionView,
    users: ReadonlyMap<string, FileUserWords>,
    changed: Iterable<string>,
    before: KeptWords | undefined,
  ): Promise<KeptWords | undefined> {
    const { context, name: version, variant, reading } = view
    const changes = new Map<string, StoredUser | undefined>()
    for (const key of before ? changed : users.keys()) {
      const user = users.get(key)
      changes.set(key, user && storedUser(user))
    }
    const { root } = await this.versions.map<StoredUser>(before?.root).with(changes)
    const stored: StoredHead = { format: 1, madeBy: this.madeBy, version, variant, reading, users: root }
    const head = JSON.stringify(stored)
    const change = {
      name: prefix + context,
      before: before?.head ?? (await this.#head(context)),
      after: head,
    }
    const isKept = await this.versions.store.heads.change([change])
    return isKept ? { view, users, root, head } : undefined
  }

  async #head(context: string): Promise<string | undefined> {
    return (await this.versions.store.heads.texts([prefix + context]))[0]
  }
}

function storedUser({ user, words: { names, patterns, modules } }: FileUserWords): StoredUser | undefined {
  if (names.size + patterns.size + modules.size === 0) return undefined
  return {
    ...(user.kind === 'block' && { type: user.type, ...(user.name !== undefined && { name: user.name }) }),
    ...(names.size > 0 && { names: [...names] }),
    ...(patterns.size > 0 && { patterns: [...patterns] }),
    ...(modules.size > 0 && { modules: [...modules] }),
  }
}

function userOf(key: string, { type, name, names, patterns, modules }: StoredUser): FileUserWords {
  return {
    user: type === undefined ? { kind: 'file', path: key } : { kind: 'block', usage: key, type, name },
    words: { names: new Set(names), patterns: new Set(patterns), modules: new Set(modules) },
  }
}
