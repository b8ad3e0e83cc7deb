import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { referredLibraries } from '../publish/index.js'
import type { AuthoringStore, LibraryPin } from '../version/index.js'
import { archiveEnding, exportVersion, type ExportOptions, type ExportOutcome } from './export-version.js'
import { refuseTaken } from './taken-path.js'

/** Which libraries are written beside a version: those that it refers to, or besides them every library of the store. */
export type WhichLibraries = 'all' | 'needed' | 'none'

/** What an export wrote, with libraries beside it. */
export interface ExportWithLibraries extends ExportOutcome {
  /** The folder that the libraries are in; null where there are none. */
  readonly librariesPath: string | null
  /** By library, of each the oldest version first: in this order they can be imported. */
  readonly libraries: readonly ExportOutcome[]
  /** Versions that are referred to, and are not in the store. */
  readonly missing: readonly LibraryPin[]
}

/**
 * Writes a version as {@link exportVersion} does, and libraries beside it: in the folder `NAME-libraries`, of which NAME is the path without
 * the ending of an archive, each version in the same form as the path, a folder or an archive `lib+ORG+SLUG+START-OF-VERSION`. An import of
 * the path knows nothing of them; imported themselves, each is the version of the same name. `needed` are the versions that blocks refer to,
 * and that these refer to themselves; `all` adds of every other library what is published, else its draft.
 * @throws CompositorError those of {@link exportVersion}; nothing is left there then
 */
export async function exportWithLibraries(
  store: AuthoringStore,
  types: BlockTypes,
  context: string,
  path: string,
  { libraries: which, ...options }: ExportOptions & { readonly libraries: WhichLibraries },
): Promise<ExportWithLibraries> {
  if (which === 'none')
    return { ...(await exportVersion(store, context, path, options)), ...noLibraries, missing: [] }
  const { entry, view } = await store.entry(context, options.version ?? 'draft')
  // The draft may change meanwhile.
  const exact = { ...options, version: `${entry.number}` }
  const { found, missing } = await referredLibraries(view, store, types)
  const pins = which === 'all' ? [...found, ...(await othersOf(store, found))] : found
  const wanted = pins.filter(({ library, version }) => library !== context || version !== entry.tree)
  if (wanted.length === 0)
    return { ...(await exportVersion(store, context, path, exact)), ...noLibraries, missing }
  const ending = archiveEnding(path)
  const folder = `${path.replace(/\/+$/, '').slice(0, ending === '' ? undefined : -ending.length)}-libraries`
  await refuseTaken(path, ending !== '')
  await refuseTaken(folder, false)
  const own = `${folder}.new-${process.pid}`
  await mkdir(own).catch(unwritable(folder))
  try {
    const libraries: ExportOutcome[] = []
    for (const { library, version } of wanted) {
      const to = `${library.replaceAll(':', '+')}+${version.slice(0, 12)}${ending}`
      libraries.push(await exportVersion(store, library, join(own, to), { version }))
    }
    const outcome = await exportVersion(store, context, path, exact)
    await rename(own, folder).catch(async (cause: unknown) => {
      await rm(path, { recursive: true, force: true })
      unwritable(folder)(cause)
    })
    libraries.sort(byLibrary)
    const there = libraries.map((one) => ({ ...one, path: join(folder, basename(one.path)) }))
    return { ...outcome, librariesPath: folder, libraries: there, missing }
  } finally {
    await rm(own, { recursive: true, force: true })
  }
}

const noLibraries = { librariesPath: null, libraries: [] }

/** Of every library of which nothing is among `found`, what is published, else its draft. */
async function othersOf(store: AuthoringStore, found: readonly LibraryPin[]): Promise<LibraryPin[]> {
  const known = new Set(found.map(({ library, version }) => `${library}@${version}`))
  const others: LibraryPin[] = []
  for (const library of await store.contexts()) {
    const { kind, published, draft } = await store.head(library)
    const version = published ?? draft
    if (kind === 'library' && !known.has(`${library}@${version}`)) others.push({ library, version })
  }
  return others
}

function byLibrary(one: ExportOutcome, other: ExportOutcome): number {
  if (one.context !== other.context) return one.context < other.context ? -1 : 1
  return one.number - other.number
}

function unwritable(path: string): (cause: unknown) => never {
  return (cause) => {
    const message = `${path} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}.`
    throw new CompositorError('export-refused', message, { cause })
  }
}
