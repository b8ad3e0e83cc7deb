import { stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { CompositorError } from '../../runtime/errors/index.js'
import { archiveAt, firstBytes, type ArchiveBytes } from './archive-bytes.js'
import { FolderSource } from './folder-source.js'
import { findRoot, rootFiles, type OlxRoot } from './olx-root.js'
import { sourceLimits, type SourceLimits } from './source-limits.js'
import { readTar } from './tar-source.js'
import { readZip } from './zip-source.js'

/**
 * Opens a folder, a `.tar`, `.tar.gz`, `.tgz` or `.zip` archive, or a root file inside a folder, and finds the
 * OLX in it. What a file is, is told by its first bytes and not by its name.
 * @param from a path, or an archive that is elsewhere
 * @throws CompositorError `source-missing`, `source-unknown`, or those of archives
 */
export async function openSource(
  from: string | ArchiveBytes,
  limits: SourceLimits = sourceLimits,
): Promise<OlxRoot> {
  try {
    return typeof from === 'string' ? await openPath(from, limits) : await openArchive(from, limits)
  } catch (error) {
    // What the file system says of folders that may not be listed, and the like.
    throw CompositorError.from(error, 'archive-unreadable')
  }
}

async function openPath(path: string, limits: SourceLimits): Promise<OlxRoot> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new CompositorError('source-missing', `${path} does not exist.`, { cause })
  })
  if (found.isDirectory()) return { ...findRoot(new FolderSource(path, limits)), folder: undefined }
  if (!found.isFile()) throw new CompositorError('source-unknown', `${path} is neither a folder nor a file.`)
  if (rootFiles.some((name) => name === basename(path))) {
    return findRoot(new FolderSource(dirname(path), limits))
  }
  return openArchive(await archiveAt(path), limits)
}

async function openArchive(archive: ArchiveBytes, limits: SourceLimits): Promise<OlxRoot> {
  const start = await firstBytes(archive, 512)
  if (start[0] === 0x1f && start[1] === 0x8b) return findRoot(await readTar(archive, true, limits))
  if (start.toString('latin1', 0, 2) === 'PK') return findRoot(await readZip(archive, limits))
  if (start.toString('latin1', 257, 262) === 'ustar' || archive.name.endsWith('.tar')) {
    return findRoot(await readTar(archive, false, limits))
  }
  throw new CompositorError('source-unknown', `${archive.name} is neither a folder nor a tar or zip archive.`)
}
