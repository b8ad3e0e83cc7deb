import type { Finding } from '../../runtime/errors/index.js'
import { ListedSource, type OlxSource } from '../source/index.js'
import { bundleId } from './bundle-id.js'
import { bundlePaths, bundlesFolder, readBundle, type BundleAbout } from './bundle-about.js'
import { librariesFolder, readLibrary, unreadable, type LibraryAbout } from './library-about.js'

/** A library version in an archive, as the archive says of it. */
export interface CarriedBundle extends BundleAbout {
  readonly id: string
  /** See `CarriedPin.isFollowed`. */
  readonly isFollowed: boolean
  /** Its files, by their paths in it. */
  readonly source: OlxSource
}

/** What an archive says of the libraries in it, which was looked through and whose files were not read yet. */
export interface CarriedLibraries {
  readonly libraries: readonly LibraryAbout[]
  /** The older versions of a library first. */
  readonly bundles: readonly CarriedBundle[]
  readonly findings: readonly Finding[]
}

/**
 * What an archive says of libraries beside a course.
 * @param around the folder that the course's folder stands in
 * @returns undefined where it says nothing
 * @throws CompositorError `archive-unreadable`, `olx-malformed`: then nothing of the archive is taken
 */
export function carriedLibraries(around: OlxSource): CarriedLibraries | undefined {
  const paths = around.paths()
  const abouts = paths.filter((path) => /^libraries\/[^/]+\.xml$/.test(path))
  const folders = foldersOf(paths)
  if (abouts.length === 0 && folders.size === 0) return undefined
  const libraries = abouts.map((path) => readLibrary(around.text(path) ?? '', path))
  const keys = new Set<string>()
  for (const [place, { key }] of libraries.entries()) {
    if (keys.has(key))
      throw unreadable(abouts[place] ?? librariesFolder, `is of '${key}', of which another file is, too`)
    keys.add(key)
  }
  const followed = new Set(
    libraries.flatMap(({ pins }) =>
      pins.flatMap(({ bundle, isFollowed }) => (isFollowed && bundle ? [bundle] : [])),
    ),
  )
  const bundles = [...folders].map(([id, own]): CarriedBundle => {
    const { about, files } = bundlePaths(id)
    if (!/^[0-9a-f]{32}$/.test(id)) throw unreadable(`${bundlesFolder}${id}`, 'is called by no id')
    const text = around.text(about)
    if (text === undefined) throw unreadable(about, 'is missing')
    return {
      ...readBundle(text, about, id),
      id,
      isFollowed: followed.has(id),
      source: inFolder(around, files, own),
    }
  })
  bundles.sort(
    (one, other) => order(one.key, other.key) || one.number - other.number || order(one.id, other.id),
  )
  return { libraries, bundles, findings: [...found(libraries, bundles)] }
}

/** Paths by the bundle that they are of. */
function foldersOf(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const folders = new Map<string, string[]>()
  for (const path of paths) {
    if (!path.startsWith(bundlesFolder)) continue
    const id = path.split('/')[1] ?? ''
    const own = folders.get(id)
    if (own) own.push(path)
    else folders.set(id, [path])
  }
  return folders
}

function inFolder(around: OlxSource, folder: string, paths: readonly string[]): OlxSource {
  const inside = paths.filter((path) => path.startsWith(`${folder}/`))
  const places = {
    size: (path: string) => around.size(path) ?? 0,
    bytes: (path: string) => around.bytes(path) ?? Buffer.alloc(0),
  }
  return new ListedSource(
    `${around.name}/${folder}`,
    inside.map((path) => [path.slice(folder.length + 1), path] as const),
    places,
  )
}

/** What libraries and bundles say differently. @throws CompositorError `archive-unreadable` */
function* found(libraries: readonly LibraryAbout[], bundles: readonly CarriedBundle[]): Iterable<Finding> {
  const ids = new Set(bundles.map(({ id }) => id))
  const pinned = new Set<string>()
  for (const { key, pins } of libraries) {
    for (const { version, bundle } of pins) {
      if (bundle === undefined) continue
      if (bundle !== bundleId(key, version))
        throw unreadable(
          `${librariesFolder} of '${key}'`,
          `calls the bundle of version '${version}' '${bundle}'`,
        )
      pinned.add(bundle)
      if (ids.has(bundle)) continue
      const message = `The archive says that bundle '${bundle}' holds version '${version}' of '${key}', and has no such bundle; blocks of it are not shown.`
      const remedy = 'Export it again, or import that version of the library.'
      yield { level: 'error', code: 'library-version-missing', message, remedy }
    }
  }
  for (const { id, key, version } of bundles) {
    if (pinned.has(id)) continue
    const message = `Bundle '${id}' holds version '${version}' of '${key}', which nothing in the archive refers to.`
    yield { level: 'note', code: 'archive-unreadable', message }
  }
}

function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
