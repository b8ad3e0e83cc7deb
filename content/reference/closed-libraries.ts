import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import type { LibrarySourceRef } from '../../runtime/keys/index.js'
import { whyClosed, type LibraryStandings } from '../library/index.js'
import type { AuthoringStore, StoredVersionView } from '../version/index.js'
import { referenceAt, type DraftReference } from './draft-reference.js'

/** Which libraries do not take references of a context, by what the site says of them. */
export class ClosedLibraries {
  /** @param standings left out, everybody may refer to all */
  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
    private readonly standings: Pick<LibraryStandings, 'of'> | undefined,
  ) {}

  /** Refuses libraries that are chosen anew and may not be used here. @throws CompositorError `library-closed` */
  async refuse(
    context: string,
    before: readonly LibrarySourceRef[],
    wanted: readonly LibrarySourceRef[],
  ): Promise<void> {
    const known = new Set(before.map(({ library }) => library.toString()))
    for (const { library } of wanted) {
      const key = library.toString()
      const why = known.has(key) ? undefined : await this.#why(key, context)
      if (why !== undefined) throw new CompositorError('library-closed', why)
    }
  }

  /** Why libraries do not take a reference, by key; those left out with which learners see it already. */
  async of(
    { sources, usage }: DraftReference,
    { context }: StoredVersionView,
  ): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>()
    for (const { library } of this.standings ? sources : []) {
      const key = library.toString()
      const why = await this.#why(key, context)
      if (why !== undefined && !(await this.#isPublished(context, usage, key))) found.set(key, why)
    }
    return found
  }

  async #why(library: string, context: string): Promise<string | undefined> {
    const standing = library === context ? undefined : await this.standings?.of(library)
    return standing && whyClosed(library, standing, context)
  }

  /** Whether learners see the reference with blocks of this library already. */
  async #isPublished(context: string, usage: string, library: string): Promise<boolean> {
    const { published } = await this.store.head(context)
    if (published === null) return false
    const view = await this.store.view(context, published)
    const seen = await referenceAt(view, usage, this.types).catch((thrown: unknown) => {
      const { code } = CompositorError.from(thrown, 'store-unavailable')
      // It is not there, or refers to nothing: learners see nothing of it.
      if (code === 'block-not-found' || code === 'draft-fixed') return undefined
      throw thrown
    })
    if (seen === undefined || seen.unreadable !== undefined) return false
    return seen.libraries.some((one) => one.library === library)
  }
}
