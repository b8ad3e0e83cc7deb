import { CompositorError } from '../../runtime/errors/index.js'
import { TarTarget, ZipTarget } from './archive-target.js'
import type { ExportFile, ExportTarget } from './export-file.js'
import { FolderTarget } from './folder-target.js'
import { refuseTaken } from './taken-path.js'

/** How far an export has come, in files. */
export type OnFiles = (progress: { readonly done: number; readonly total: number }) => void

/** Files after which it is said how far it has come. */
const batchSize = 100

/**
 * Writes files into an archive or a folder, by the ending of the path.
 * @param path must not be there yet, or be an empty folder; what is cut off leaves nothing there
 * @returns how many there are, and how many bytes they have
 * @throws CompositorError `export-refused`, and what reading the files throws
 */
export async function writeFiles(
  path: string,
  files: AsyncIterable<ExportFile> | Iterable<ExportFile>,
  { total, onProgress }: { readonly total: number; readonly onProgress?: OnFiles | undefined },
): Promise<{ readonly files: number; readonly size: number }> {
  await refuseTaken(path, archiveEnding(path) !== '')
  onProgress?.({ done: 0, total })
  let done = 0
  let size = 0
  try {
    await using target = targetFor(path)
    for await (const file of files) {
      await target.write(file)
      done++
      size += file.size
      if (done <= total && (done % batchSize === 0 || done === total)) onProgress?.({ done, total })
    }
    await target.finish()
  } catch (cause) {
    if (cause instanceof CompositorError) throw cause
    const message = `${path} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}.`
    throw new CompositorError('export-refused', message, { cause })
  }
  return { files: done, size }
}

function targetFor(path: string): ExportTarget {
  if (/\.zip$/i.test(path)) return new ZipTarget(path)
  return /\.(?:tar\.gz|tgz)$/i.test(path) ? new TarTarget(path) : new FolderTarget(path.replace(/\/+$/, ''))
}

/** The ending by which a path is an archive; empty for a folder. */
export function archiveEnding(path: string): string {
  return /\.(?:tar\.gz|tgz|zip)$/i.exec(path)?.[0] ?? ''
}
