import type { StoredHead } from './context-heads.js'
import type { ContextHeads } from './context-heads.js'
import type { ContextVersions } from './context-versions.js'
import type { MadeVersion } from './made-version.js'
import type { AuthorsStore } from './version-store.js'

/** A version that came with a course, and is to be known by its name. */
export interface KnownVersion {
  readonly made: MadeVersion
  /** The name that references have: of a part of a version that of the whole. */
  readonly version: string
  /** Its number in the log in which it was made. */
  readonly number: number
  /** What somebody called it. */
  readonly name?: string | undefined
}

/** Versions that are known by their names, as references pin them, and count for nothing else. */
export class KnownVersions {
  constructor(
    private readonly store: Pick<AuthorsStore, 'heads'>,
    private readonly heads: ContextHeads,
    private readonly versions: ContextVersions,
  ) {}

  /**
   * Makes a version known under its library's key. The draft of a library that is there stays what it is, and so does what is published;
   * of one that is not there the first that comes is the draft.
   * @returns whether it was not known before
   */
  async know({ made, version, number, name }: KnownVersion): Promise<boolean> {
    const { context, name: tree } = made.view
    const isNew = await this.heads.alone(context, async () => {
      const head = await this.heads.find(context)
      const known = head && (await this.versions.log(head).ofTree(tree))
      if (known && known.entry.reading === made.view.variant) return false
      const before = head ?? this.empty(made)
      const isTaken = name === undefined || (await this.versions.names(before, name))
      const { hash, head: after } = await this.versions.appended(before, made, {
        what: 'import',
        parents: [],
        originNumber: number,
        ...(!isTaken && { name }),
      })
      await this.heads.set(head, head ? after : { ...after, draft: hash, imported: hash })
      return true
    })
    return (version !== tree && (await this.lead(context, version, tree))) || isNew
  }

  /** Lets a name lead to a tree of another one. */
  private lead(context: string, version: string, tree: string): Promise<boolean> {
    const name = `old:${context}:${version}`
    return this.heads.alone(context, async () => {
      const [before] = await this.store.heads.texts([name])
      if (before === tree) return false
      await this.heads.replace({ name, before, after: tree })
      return true
    })
  }

  private empty({ view: { context, kind, title } }: MadeVersion): StoredHead {
    const none = { draft: '', published: null, imported: '', log: '', entries: 0 } as const
    return { format: 1, context, kind, title, ...none, since: this.versions.time() }
  }
}
