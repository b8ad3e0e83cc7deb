import { open as openFile, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { CompositorError } from '../../runtime/errors/index.js'
import { FolderSource } from './folder-source.js'
import { findRoot, rootFiles, type OlxRoot } from './olx-root.js'
import { sourceLimits, type SourceLimits } from './source-limits.js'
import { readTar } from './tar-source.js'
import { readZip } from './zip-source.js'

/**
 * Opens a folder, a `.tar`, `.tar.gz`, `.tgz` or `.zip` archive, or a root file inside a folder, and finds the
 * OLX in it. What a file is, is told by its first bytes and not by its name.
 * @throws CompositorError `source-missing`, `source-unknown`, or those of archives
 */
export async function openSource(path: string, limits: SourceLimits = sourceLimits): Promise<OlxRoot> {
  try {
    return await open(path, limits)
  } catch (error) {
    // What the file system says of folders that may not be listed, and the like.
    throw CompositorError.from(error, 'archive-unreadable')
  }
}

async function open(path: string, limits: SourceLimits): Promise<OlxRoot> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new CompositorError('source-missing', `${path} does not exist.`, { cause })
  })
  if (found.isDirectory()) return { ...findRoot(new FolderSource(path, limits)), folder: undefined }
  if (!found.isFile()) throw new CompositorError('source-unknown', `${path} is neither a folder nor a file.`)
  if (rootFiles.some((name) => name === basename(path))) {
    return findRoot(new FolderSource(dirname(path), limits))
  }
  const start = await firstBytes(path, 512)
  if (start[0] === 0x1f && start[1] === 0x8b) return findRoot(await readTar(path, true, limits))
  if (start.toString('latin1', 0, 2) === 'PK') return findRoot(await readZip(path, limits))
  if (start.toString('latin1', 257, 262) === 'ustar' || path.endsWith('.tar')) {
    return findRoot(await readTar(path, false, limits))
  }
  throw new CompositorError('source-unknown', `${path} is neither a folder nor a tar or zip archive.`)
}

async function firstBytes(path: string, count: number): Promise<Buffer> {
  const file = await openFile(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
