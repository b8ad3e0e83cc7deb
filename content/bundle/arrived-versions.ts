import type { Finding } from '../../runtime/errors/index.js'
import type { VersionsByName } from '../publish/index.js'
import type { OlxSource } from '../source/index.js'
import type { AuthoringStore, KnownVersion, LibraryPin } from '../version/index.js'
import { keyAtSite } from './site-keys.js'
import { bundleVersion, type BundleOptions } from './bundle-version.js'
import { carriedLibraries } from './carried-libraries.js'

/** Library versions that came in an archive: read and stored, and known to nobody until {@link know} says so. */
export class ArrivedVersions {
  readonly #byPin: ReadonlyMap<string, KnownVersion>

  private constructor(
    private readonly store: AuthoringStore,
    private readonly versions: readonly KnownVersion[],
    /** Those that references follow, as their libraries had published them last: they are that here where nothing is. */
    readonly followed: readonly LibraryPin[],
    readonly findings: readonly Finding[],
  ) {
    this.#byPin = new Map(versions.map((one) => [`${one.made.view.context}@${one.version}`, one]))
  }

  /**
   * Reads all that stand beside a course in an archive.
   * @param around the folder that the course's folder stands in; undefined where it stands in none
   * @throws CompositorError `archive-unreadable`, `olx-malformed`, `olx-unreadable`; then nothing of the archive is taken
   */
  static async read(around: OlxSource | undefined, options: BundleOptions): Promise<ArrivedVersions> {
    const carried = around && carriedLibraries(around)
    const versions: KnownVersion[] = []
    const followed: LibraryPin[] = []
    for (const bundle of carried?.bundles ?? []) {
      const made = await bundleVersion(bundle, options)
      if (made) versions.push(made)
      const library = keyAtSite(bundle.key, options.domain, undefined)
      if (bundle.isFollowed) followed.push({ library, version: bundle.version })
    }
    return new ArrivedVersions(options.store, versions, followed, carried?.findings ?? [])
  }

  /** By key of the library here, and name as references have it. */
  get pins(): readonly LibraryPin[] {
    return this.versions.map(({ made, version }) => ({ library: made.view.context, version }))
  }

  /** Library versions as they will be found when these are known. */
  get foreseen(): VersionsByName {
    const { store } = this
    return {
      findView: async (context, name) =>
        this.#byPin.get(`${context}@${name}`)?.made.view ?? store.findView(context, name),
      findHead: async (context) => {
        const head = await store.findHead(context)
        const { version } = this.followed.find(({ library }) => library === context) ?? {}
        if (version === undefined || (head && head.published !== null)) return head
        const none = {
          context,
          kind: 'library',
          title: '',
          draft: version,
          imported: version,
          entries: 0,
        } as const
        return { ...(head ?? none), published: version }
      },
    }
  }

  /**
   * Makes them known by their names, and nothing else of them.
   * @returns keys of the contexts that waited for one of them
   * @throws CompositorError `store-unavailable`
   */
  async know(): Promise<readonly string[]> {
    const waiting = new Set<string>()
    for (const one of this.versions) {
      if (!(await this.store.know(one))) continue
      const { context } = one.made.view
      for (const waits of await this.store.contextsWaitingFor(context, one.version)) waiting.add(waits)
    }
    return [...waiting]
  }
}
