import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { latestVersion } from '../../runtime/keys/index.js'
import { libraryVersion, type AuthoringStore, type StoredVersionView } from '../version/index.js'
import { LibraryChange } from './library-change.js'
import type { LibraryStep } from './reference-preview.js'

/** The libraries that the references of one draft name, each looked at once, and so each pair of their versions. */
export class KnownLibraries {
  readonly #views = new Map<string, Promise<StoredVersionView | undefined>>()
  readonly #changes = new Map<string, Promise<LibraryChange>>()
  readonly #steps = new Map<string, Promise<Omit<LibraryStep, 'from'> | undefined>>()

  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
  ) {}

  /**
   * The way of a reference to another version of a library, or to the one that it is at; undefined where the library has published nothing.
   * @param pinned name of the version that it is at, or `latest` @param asked what somebody means by the other one; what is published when left out
   * @throws CompositorError `context-unknown`, `version-unknown`, `version-ambiguous` where one is asked for
   */
  async step(library: string, pinned: string, asked?: string): Promise<LibraryStep | undefined> {
    const to = await this.#target(library, asked)
    const here = pinned === latestVersion ? await this.#target(library) : await this.view(library, pinned)
    const from = (here && 'to' in here ? here.to : here?.name) ?? null
    return to && { ...to, from }
  }

  /** Whether the store holds a version. */
  async isThere(library: string, version: string): Promise<boolean> {
    return (await this.view(library, version)) !== undefined
  }

  /** Two versions of a library. @param from null for none @throws CompositorError `version-unknown` */
  change(library: string, from: string | null, to: string): Promise<LibraryChange> {
    return known(this.#changes, `${library} ${from ?? ''} ${to}`, async () => {
      const [before, after] = await Promise.all([
        from === null ? undefined : this.view(library, from),
        this.view(library, to),
      ])
      if (after) return new LibraryChange(before, after, this.types)
      throw new CompositorError('version-unknown', `There is no version '${to}' of '${library}'.`)
    })
  }

  /** A version by its whole name; undefined where there is none. */
  view(library: string, version: string): Promise<StoredVersionView | undefined> {
    return known(this.#views, `${library} ${version}`, async () => {
      const view = version === '' ? undefined : await this.store.findView(library, version)
      return view?.kind === 'library' ? view : undefined
    })
  }

  #target(library: string, asked?: string): Promise<Omit<LibraryStep, 'from'> | undefined> {
    return known(this.#steps, `${library} ${asked ?? ''}`, async () => {
      const newest = await libraryVersion(this.store, library)
      if (newest === null && asked === undefined) return undefined
      const head = await this.store.findHead(library)
      if (head?.kind !== 'library') {
        const message = `There is no library '${library.slice(0, 300)}' here.`
        throw new CompositorError('context-unknown', message)
      }
      const { entry, view } = await this.store.entry(
        library,
        asked ?? (head.published === null ? 'draft' : 'published'),
      )
      const { number, name } = entry
      return { library, title: view.title, to: view.name, number, ...(name !== undefined && { name }) }
    })
  }
}

function known<T>(all: Map<string, Promise<T>>, name: string, find: () => Promise<T>): Promise<T> {
  const found = all.get(name) ?? find()
  all.set(name, found)
  return found
}
