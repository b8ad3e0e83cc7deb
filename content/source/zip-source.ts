import { stat } from 'node:fs/promises'
import { getFileNameLowLevel, openPromise, type Entry, type ZipFile } from 'yauzl'
import { CompositorError, messageOf } from '../../runtime/errors/index.js'
import { entryPath, isJunk } from './entry-path.js'
import { MemorySource, type OlxSource } from './olx-source.js'
import { SourceMeter, sourceLimits, type SourceLimits } from './source-limits.js'

/** File type bits of the mode that Unix packers keep in the upper half of the external attributes. */
const typeMask = 0o170000
const plainTypes = new Set([0, 0o100000, 0o040000])

/**
 * Reads a zip archive into memory. Nothing is written to disk.
 * @throws CompositorError `archive-unsafe`, `archive-too-large` or `archive-unreadable`
 */
export async function readZip(archive: string, limits: SourceLimits = sourceLimits): Promise<OlxSource> {
  const { size } = await stat(archive)
  const meter = new SourceMeter(archive, limits, size)
  const files = new Map<string, Buffer>()
  let zip: ZipFile | undefined
  try {
    zip = await openPromise(archive, { lazyEntries: true, decodeStrings: false, autoClose: false })
    for await (const entry of zip.eachEntry()) {
      const path = checkedPath(archive, entry)
      meter.entry(path, entry.uncompressedSize)
      if (fileName(entry).endsWith('/') || isJunk(path)) continue
      files.set(path, await readEntry(zip, entry, meter))
    }
  } catch (cause) {
    if (cause instanceof CompositorError) throw cause
    throw new CompositorError('archive-unreadable', `${archive} cannot be read: ${messageOf(cause)}.`, {
      cause,
    })
  } finally {
    zip?.close()
  }
  if (files.size === 0) throw new CompositorError('archive-unreadable', `${archive} holds no files.`)
  return new MemorySource(archive, files)
}

function fileName(entry: Entry): string {
  return getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false)
}

function checkedPath(archive: string, entry: Entry): string {
  const path = entryPath(archive, fileName(entry))
  if (!plainTypes.has((entry.externalFileAttributes >>> 16) & typeMask)) {
    throw new CompositorError(
      'archive-unsafe',
      `${archive} holds '${path}', a link or device; only files and folders are read.`,
    )
  }
  if (entry.isEncrypted()) {
    throw new CompositorError('archive-unreadable', `${archive} holds '${path}', which is encrypted.`)
  }
  return path
}

/** The declared size is not believed: bytes are counted as they come, and yauzl ends at the declared size. */
async function readEntry(zip: ZipFile, entry: Entry, meter: SourceMeter): Promise<Buffer> {
  const chunks: Buffer[] = []
  const stream: AsyncIterable<Buffer> = await zip.openReadStreamPromise(entry)
  for await (const chunk of stream) {
    meter.unpacked(chunk.length)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
