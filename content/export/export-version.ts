import { sep } from 'node:path'
import { CompositorError } from '../../runtime/errors/index.js'
import { idsPath } from '../source/index.js'
import type { AuthoringStore, SeenEntry } from '../version/index.js'
import { TarTarget, ZipTarget } from './archive-target.js'
import type { ExportFile, ExportTarget } from './export-file.js'
import { FolderTarget } from './folder-target.js'
import { historyFiles } from './history-files.js'
import { refuseTaken } from './taken-path.js'

/** How a version is exported. */
export interface ExportOptions {
  /** See `AuthoringStore.view`; the draft when left out. */
  readonly version?: string | undefined
  /** Write all other versions beside it, so that an import elsewhere has its history, too. */
  readonly history?: boolean | undefined
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined
}

/** What an export wrote. */
export interface ExportOutcome {
  readonly context: string
  /** Name of the version. */
  readonly version: string
  readonly number: number
  readonly path: string
  readonly files: number
  /** In bytes, unpacked. */
  readonly size: number
}

/** Files whose bytes are looked up at a time. */
const batchSize = 100

/**
 * Writes the files of a version as they are: a `.tar.gz`, `.tgz` or `.zip` archive by the ending of the path, else a folder. What nobody
 * edited is byte for byte what was imported, and importing it gives the version of the same name. An archive has its files in the folder in
 * which they came in one. Where blocks without a name have keys that their files alone would not give, a file of ours says so
 * beside them.
 * @param path must not be there yet, or be an empty folder; what is cut off leaves nothing there
 * @throws CompositorError `context-unknown`, `version-unknown`, `version-ambiguous`; `export-refused` for a path that is taken or cannot be
 *   written; `store-damaged`
 */
export async function exportVersion(
  store: AuthoringStore,
  context: string,
  path: string,
  { version = 'draft', history = false, onProgress }: ExportOptions = {},
): Promise<ExportOutcome> {
  const seen = await store.entry(context, version)
  const isArchive = archiveEnding(path) !== ''
  await refuseTaken(path, isArchive)
  const total = await seen.view.tree.count()
  const folder = isArchive && seen.entry.folder !== undefined ? `${seen.entry.folder}/` : ''
  onProgress?.({ done: 0, total })
  let files = 0
  let size = 0
  try {
    await using target = targetFor(path)
    for await (const file of filesOf(store, seen)) {
      await target.write({ ...file, path: folder + checkedPath(context, file.path) })
      files++
      size += file.size
      if (files % batchSize === 0 || files === total) onProgress?.({ done: files, total })
    }
    if (history) {
      for await (const file of historyFiles(store, seen)) {
        await target.write({ ...file, path: folder + file.path })
        files++
        size += file.size
      }
    }
    await target.finish()
  } catch (cause) {
    if (cause instanceof CompositorError) throw cause
    const message = `${path} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}.`
    throw new CompositorError('export-refused', message, { cause })
  }
  const { tree: name, number } = seen.entry
  return { context, version: name, number, path, files, size }
}

function targetFor(path: string): ExportTarget {
  if (/\.zip$/i.test(path)) return new ZipTarget(path)
  return /\.(?:tar\.gz|tgz)$/i.test(path) ? new TarTarget(path) : new FolderTarget(path.replace(/\/+$/, ''))
}

/** The ending by which a path is an archive; empty for a folder. */
export function archiveEnding(path: string): string {
  return /\.(?:tar\.gz|tgz|zip)$/i.exec(path)?.[0] ?? ''
}

/** In the order of their paths, so that the same version is the same archive. */
async function* filesOf(store: AuthoringStore, { entry, view }: SeenEntry): AsyncIterable<ExportFile> {
  const all: { readonly path: string; readonly hash: string; readonly size: number }[] = []
  for await (const [path, { hash, size }] of view.tree.entries()) all.push({ path, hash, size })
  all.sort((one, other) => (one.path < other.path ? -1 : 1))
  for (const { path, hash, size } of all) yield { path, size, bytes: () => store.versions.stream(hash) }
  if (entry.ids === undefined) return
  const ids: Record<string, unknown> = {}
  for await (const [parent, given] of store.versions.map(entry.ids).entries()) ids[parent] = given
  const text = Buffer.from(`${JSON.stringify({ format: 1, ids }, undefined, 1)}\n`)
  yield {
    path: idsPath,
    size: text.length,
    async *bytes() {
      yield text
    },
  }
}

/** @throws CompositorError `store-damaged` for a path that leads outside, which no import lets in */
function checkedPath(context: string, path: string): string {
  const parts = path.split('/')
  const isClean = parts.every((part) => !['', '.', '..'].includes(part)) && !path.includes('\0')
  // Elsewhere a folder may hold files whose names have a backslash.
  if (isClean && (sep === '/' || !/[\\:]/.test(path))) return path
  throw new CompositorError(
    'store-damaged',
    `A version of '${context}' holds the path '${path.slice(0, 200)}'.`,
  )
}
