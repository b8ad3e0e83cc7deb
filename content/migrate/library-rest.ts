import { messageOf, type Finding } from '../../runtime/errors/index.js'
import type { BlockTypes } from '../../runtime/block/index.js'
import type { JsonObject } from '../../runtime/values/index.js'
import { safeName } from '../edit/v2/assets.js'
import type { AuthoringStore } from '../version/index.js'
import type { StoredVersionView } from '../version/stored-version-view.js'
import type { SourceLibrary } from './source-library.js'

/** What an older library has besides its blocks. */
export interface LibraryRest {
  /** Files that belong to the whole, by path: those that no block brings along, and the one that scripts import from. */
  readonly files: ReadonlyMap<string, Buffer>
  /** Their names. */
  readonly names: readonly string[]
  /** What could not be taken over, and why. */
  readonly findings: readonly Finding[]
}

/** The static file that scripts of problems import from. */
const scriptFiles = 'python_lib.zip'

/** Attributes of a library that its key or title says, or its editor alone. */
const said: ReadonlySet<string> = new Set([
  'org',
  'library',
  'url_name',
  'display_name',
  'show_children_previews',
])

/** Settings that an older library says for all its blocks, by OLX name: a newer one has no such place. */
export async function saidForAll({ view }: SourceLibrary, { mixins }: BlockTypes): Promise<JsonObject> {
  const root = await view?.block(view.root)
  return root && mixins ? mixins.inheritedOf(root.settings) : {}
}

/**
 * What of an older library no block brings along.
 * @param named names of static files that come with a block @param missing those that blocks name and did not find
 */
export async function libraryRest(
  source: SourceLibrary,
  { named, missing }: { readonly named: ReadonlySet<string>; readonly missing: ReadonlySet<string> },
  { store, types }: { readonly store: AuthoringStore; readonly types: BlockTypes },
): Promise<LibraryRest> {
  const taking = new Taking(store)
  const { view } = source
  if (!view) {
    await taking.scriptsOf(source.courses.map((course) => course.view))
    return taking.rest()
  }
  for await (const [name, { hash }] of view.assets())
    if (name === scriptFiles || !named.has(name)) await taking.file(name, hash)
  for (const name of missing) {
    const file = await view.asset((await view.alias(name)) ?? name)
    if (file) await taking.file(name, file.hash)
  }
  const root = await view.block(view.root)
  const settings = Object.keys(root?.settings ?? {}).filter((name) => !types.mixins?.isInherited(name))
  for (const name of new Set([...settings, ...Object.keys(root?.xmlAttributes ?? {})]))
    if (!said.has(name)) taking.left(`'${name}' of the library has no place in the new one.`)
  return taking.rest()
}

class Taking {
  readonly #files = new Map<string, Buffer>()
  readonly #names: string[] = []
  readonly #findings: Finding[] = []

  constructor(private readonly store: AuthoringStore) {}

  async file(name: string, hash: string): Promise<void> {
    try {
      safeName(name.slice(name.lastIndexOf('/') + 1))
    } catch (thrown) {
      const message = `'/static/${name}' stays behind: ${messageOf(thrown)}`
      this.#findings.push({ level: 'warning', code: 'asset-refused', message })
      return
    }
    this.#files.set(`static/${name}`, Buffer.from(await this.store.file(hash)))
    this.#names.push(name)
  }

  /** Copies run with the file of their course: a library that is made of them has the one that all these courses have. */
  async scriptsOf(courses: readonly StoredVersionView[]): Promise<void> {
    const found = await Promise.all(courses.map((course) => course.asset(scriptFiles)))
    const hashes = new Set(found.map((file) => file?.hash))
    const [hash] = hashes
    if (hashes.size === 1 && hash !== undefined) return this.file(scriptFiles, hash)
    if (hashes.size > 1) this.left(`The courses have different files ${scriptFiles}, so it has none.`)
  }

  left(message: string): void {
    this.#findings.push({ level: 'note', code: 'olx-attribute', message })
  }

  rest(): LibraryRest {
    return { files: this.#files, names: this.#names.sort(), findings: this.#findings }
  }
}
