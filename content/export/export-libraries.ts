import type { BlockTypes } from '../../runtime/block/index.js'
import { libraryPaths, libraryText, type CarriedPin } from '../bundle/library-about.js'
import { bundleId } from '../bundle/bundle-id.js'
import { keyAtSite, mayNameLibraries, QualifiedKeys } from '../bundle/site-keys.js'
import type { AuthoringStore, LibraryPin, SeenEntry } from '../version/index.js'
import { bundleOf } from './bundle-files.js'
import { bytesFile, textFile, type ExportFile } from './export-file.js'
import { exportVersion, type ExportOptions, type ExportOutcome } from './export-version.js'
import { historyFiles } from './history-files.js'
import { referredVersions, type ReferredVersions } from './referred-versions.js'
import { filesOfVersion } from './version-files.js'
import { writeFiles } from './written-files.js'

/** What of the libraries that a version refers to goes with it: whole versions, the blocks alone that are needed, or nothing. */
export type WhichLibraries = 'all' | 'needed' | 'none'

/** How a version is exported with what it refers to. */
export interface ExportWithLibrariesOptions extends ExportOptions {
  readonly libraries: WhichLibraries
  /** The name of this site, which its keys leave with; without one they leave as they are. */
  readonly domain?: string | undefined
  /** Refuses a library that whoever asks may not read. */
  readonly mayRead?: ((library: string) => Promise<void>) | undefined
}

/** What an export wrote, with libraries in it. */
export interface ExportWithLibraries extends ExportOutcome {
  /** The library versions in it, by keys as they left, each once. */
  readonly libraries: readonly LibraryPin[]
  /** Versions that are referred to, and are not in the store. */
  readonly missing: readonly LibraryPin[]
}

/**
 * Writes a version of a course with the library versions that it refers to, and those that these refer to themselves: `course/` (of a
 * library `library/`, of a pathway `pathway/`) holds its files, `libraries/[DOMAIN_]ORG_SLUG.xml` says of each library which versions are referred to, and
 * `bundles/ID/` holds each of these once. An import takes all of it in. Keys of this site's libraries leave with its domain. With `none` it
 * writes what {@link exportVersion} does.
 * @throws CompositorError those of {@link exportVersion}; nothing is left there then
 */
export async function exportWithLibraries(
  store: AuthoringStore,
  types: BlockTypes,
  context: string,
  path: string,
  { libraries: which, domain, mayRead, ...options }: ExportWithLibrariesOptions,
): Promise<ExportWithLibraries> {
  if (which === 'none')
    return { ...(await exportVersion(store, context, path, options)), libraries: [], missing: [] }
  const seen = await store.entry(context, options.version ?? 'draft')
  const { entry, view } = seen
  const referred = await referredVersions(view, store, types, which === 'all')
  const own = `${context}@${entry.tree}`
  const found = referred.found
    .filter(({ library, version }) => `${library}@${version}` !== own)
    .toSorted(byPin)
  for (const library of new Set(found.map((one) => one.library))) await mayRead?.(library)
  const keys = await qualifiedKeys(store, referred, domain)
  const folder = folderOf(context, view.kind)
  const pins: LibraryPin[] = []
  const abouts: ExportFile[] = librariesAbout({ ...referred, found }, domain)
  async function* files(): AsyncIterable<ExportFile> {
    // In the order of their paths.
    const byId = found.map(
      (one) => [bundleId(keyAtSite(one.library, undefined, domain), one.version), one] as const,
    )
    for (const [, one] of byId.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const bundle = await bundleOf(store, one, domain)
      pins.push({ library: bundle.key, version: one.version })
      yield* bundle.files.toSorted(byPath)
    }
    const changed = new Set<string>()
    for await (const file of filesOfVersion(store, seen)) {
      const written = await qualifiedFile(file, keys)
      if (written !== file) changed.add(file.path)
      yield { ...written, path: `${folder}/${file.path}` }
    }
    if (options.history)
      for await (const file of historyFiles(store, seen, (one) => changed.has(one)))
        yield { ...file, path: `${folder}/${file.path}` }
    yield* abouts
  }
  const { onProgress } = options
  const written = await writeFiles(path, files(), { total: await totalOf(seen, found), onProgress })
  const { missing } = referred
  return { context, version: entry.tree, number: entry.number, path, ...written, libraries: pins, missing }
}

async function totalOf({ view }: SeenEntry, found: ReferredVersions['found']): Promise<number> {
  let total = await view.tree.count()
  for (const { seen } of found) total += await seen.view.tree.count()
  return total
}

function folderOf(context: string, kind: 'course' | 'library'): string {
  return context.startsWith('lx-pathway:') ? 'pathway' : kind
}

/** Keys of the libraries of this site that texts may name: those that are referred to, and those that are here. */
async function qualifiedKeys(
  store: AuthoringStore,
  { found, missing }: ReferredVersions,
  domain: string | undefined,
): Promise<QualifiedKeys | undefined> {
  if (domain === undefined) return undefined
  const here = (await store.contexts()).filter((one) => one.startsWith('lib:'))
  return new QualifiedKeys(
    domain,
    new Set([...here, ...[...found, ...missing].map(({ library }) => library)]),
  )
}

async function qualifiedFile(file: ExportFile, keys: QualifiedKeys | undefined): Promise<ExportFile> {
  if (!keys || !mayNameLibraries(file.path)) return file
  const pieces: Uint8Array[] = []
  for await (const piece of file.bytes()) pieces.push(piece)
  const bytes = Buffer.concat(pieces)
  const after = keys.in(bytes)
  return after === bytes ? file : bytesFile(file.path, after)
}

function librariesAbout({ found, missing }: ReferredVersions, domain: string | undefined): ExportFile[] {
  const libraries = new Map<string, { title: string; number: number; pins: CarriedPin[] }>()
  const add = (library: string, pin: CarriedPin, title: string, number: number) => {
    const key = keyAtSite(library, undefined, domain)
    const known = libraries.get(key) ?? { title, number, pins: [] }
    // Called as in the newest of its versions.
    if (number > known.number) Object.assign(known, { title, number })
    known.pins.push(pin)
    libraries.set(key, known)
  }
  for (const { library, version, seen, isFollowed } of found) {
    const bundle = bundleId(keyAtSite(library, undefined, domain), version)
    add(
      library,
      { version, bundle, isFollowed },
      seen.view.title,
      seen.entry.originNumber ?? seen.entry.number,
    )
  }
  for (const { library, version } of missing) add(library, { version }, '', 0)
  const keys = [...libraries.keys()].sort()
  return [...libraryPaths(keys)]
    .map(([key, path]) => {
      const { title = '', pins = [] } = libraries.get(key) ?? {}
      return textFile(path, libraryText({ key, title, pins: pins.toSorted(byVersion) }))
    })
    .toSorted(byPath)
}

function byPath(one: ExportFile, other: ExportFile): number {
  return one.path < other.path ? -1 : 1
}

function byVersion(one: CarriedPin, other: CarriedPin): number {
  return one.version < other.version ? -1 : 1
}

function byPin(one: LibraryPin, other: LibraryPin): number {
  if (one.library !== other.library) return one.library < other.library ? -1 : 1
  return one.version < other.version ? -1 : 1
}
