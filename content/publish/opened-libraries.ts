import type { BlockTypes } from '../../runtime/block/index.js'
import { latestVersion } from '../../runtime/keys/index.js'
import type { PinnedLibrary } from '../../runtime/reference/index.js'
import type { PublishedAsset } from '../../runtime/unit/index.js'
import { libraryVersion, pinText, type AuthoringStore } from '../version/index.js'
import { LibraryFiles } from './library-files.js'
import { PublishedBlocks } from './published-blocks.js'
import { StoredLibrary } from './stored-library.js'

/** Where versions of libraries are found that references name. */
export type VersionsByName = Pick<AuthoringStore, 'findView' | 'findHead'>

/** The library versions that references name, each opened once. */
export class OpenedLibraries {
  readonly #libraries = new Map<string, Promise<StoredLibrary | undefined>>()
  readonly #files = new Map<string, LibraryFiles>()
  readonly #latest = new Map<string, Promise<string | null>>()

  constructor(
    private readonly versions: VersionsByName,
    private readonly types: BlockTypes,
  ) {}

  /** The version that stands for a library that is followed, the same each time it is asked for; null for none. */
  latest(library: string): Promise<string | null> {
    const known = this.#latest.get(library) ?? libraryVersion(this.versions, library)
    this.#latest.set(library, known)
    return known
  }

  /** A library version; undefined where it is not there, or is none of a library. */
  get(pin: PinnedLibrary): Promise<StoredLibrary | undefined> {
    const text = pinText(pin)
    const known = this.#libraries.get(text)
    if (known) return known
    const opening = this.#open(pin)
    this.#libraries.set(text, opening)
    return opening
  }

  /** The static files of a block of a library that was opened, by name. @param key usage key in the library, as text */
  async filesOf(pin: PinnedLibrary, key: string): Promise<Readonly<Record<string, PublishedAsset>>> {
    const library = await this.#libraries.get(pinText(pin))
    return (await this.#files.get(pinText(pin))?.of(library?.ownKey(key) ?? key)) ?? {}
  }

  async #open(pin: PinnedLibrary): Promise<StoredLibrary | undefined> {
    if (pin.version === latestVersion) {
      const version = await this.latest(pin.library)
      return version === null ? undefined : this.get({ library: pin.library, version })
    }
    const view = await this.versions.findView(pin.library, pin.version)
    if (view?.kind !== 'library') return undefined
    this.#files.set(pinText(pin), new LibraryFiles(view, pin))
    return new StoredLibrary(pin, view, new PublishedBlocks(view, this.types))
  }
}
