import type { AuthoringStore } from '../version/index.js'
import type { ExportFile } from './export-file.js'
import { historyFiles } from './history-files.js'
import { filesOfVersion } from './version-files.js'
import { archiveEnding, writeFiles } from './written-files.js'

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
  const { entry, view } = seen
  const folder = archiveEnding(path) !== '' && entry.folder !== undefined ? `${entry.folder}/` : ''
  async function* files(): AsyncIterable<ExportFile> {
    for await (const file of filesOfVersion(store, seen)) yield { ...file, path: folder + file.path }
    if (!history) return
    for await (const file of historyFiles(store, seen)) yield { ...file, path: folder + file.path }
  }
  const written = await writeFiles(path, files(), { total: await view.tree.count(), onProgress })
  return { context, version: entry.tree, number: entry.number, path, ...written }
}
