import zlib from 'node:zlib'
import { fromFdPromise, getFileNameLowLevel, openPromise, type Entry, type ZipFile } from 'yauzl'
import { CompositorError } from '../../runtime/errors/index.js'
import type { ArchiveBytes } from './archive-bytes.js'
import { entryPath, isJunk } from './entry-path.js'
import type { OlxSource } from './olx-source.js'
import { sourceLimits, type SourceLimits, type SourceMeter } from './source-limits.js'
import { Spool, type SpooledFile } from './spooled-source.js'
import { UnpackedArchive } from './unpacked-archive.js'

/** File type bits of the mode that Unix packers keep in the upper half of the external attributes. */
const typeMask = 0o170000
const linkType = 0o120000
const knownTypes = new Set([0, 0o100000, 0o040000, linkType])

/**
 * Unpacks a zip archive into a spool. No name in it becomes one on a disk.
 * @throws CompositorError `archive-unsafe`, `archive-too-large` or `archive-unreadable`
 */
export function readZip(archive: ArchiveBytes, limits: SourceLimits = sourceLimits): Promise<OlxSource> {
  return UnpackedArchive.source(archive, limits, async (into) => {
    const zip = await opened(archive)
    try {
      await unpack(zip, archive.size, into)
    } finally {
      zip.close()
    }
  })
}

async function unpack(zip: ZipFile, size: number, into: UnpackedArchive): Promise<void> {
  const { name, meter, links, spool } = into
  const entries: Entry[] = []
  for await (const entry of zip.eachEntry()) {
    meter.entry(checkedPath(name, entry), entry.uncompressedSize)
    entries.push(entry)
  }
  refuseOverlaps(name, entries, size)
  meter.declared(entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0))
  for (const entry of entries) {
    const path = checkedPath(name, entry)
    if (fileName(entry).endsWith('/') || isJunk(path)) continue
    const file = await readEntry(zip, entry, meter, spool)
    if (modeType(entry) === linkType) links.addSymbolic(path, spool.bytes(file).toString('utf8'))
    else into.add(path, file)
  }
}

/** An archive that is elsewhere is brought here first, as a zip is read from its end. */
async function opened(archive: ArchiveBytes): Promise<ZipFile> {
  const options = { lazyEntries: true, decodeStrings: false, autoClose: false }
  if (archive.path !== undefined) return openPromise(archive.path, options)
  const own = new Spool()
  try {
    for await (const piece of archive.stream(0, archive.size)) own.add(piece)
    // It closes the descriptor with itself.
    return await fromFdPromise(own.descriptor, options)
  } catch (thrown) {
    own.close()
    throw thrown
  }
}

function fileName(entry: Entry): string {
  return getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false)
}

function modeType(entry: Entry): number {
  return (entry.externalFileAttributes >>> 16) & typeMask
}

function checkedPath(archive: string, entry: Entry): string {
  const path = entryPath(archive, fileName(entry))
  if (!knownTypes.has(modeType(entry))) {
    throw new CompositorError(
      'archive-unsafe',
      `${archive} holds '${path}', a device; only files, folders and links are read.`,
    )
  }
  if (entry.isEncrypted()) {
    throw new CompositorError('archive-unreadable', `${archive} holds '${path}', which is encrypted.`)
  }
  return path
}

/** Bytes of a local header without its name. */
const localHeader = 30

/**
 * Before a byte is unpacked: entries whose packed bytes overlap, so that few bytes unpack to many, are a bomb.
 * @throws CompositorError `archive-unsafe`
 */
function refuseOverlaps(archive: string, entries: readonly Entry[], size: number): void {
  const places = entries
    .map((entry) => ({
      entry,
      start: entry.relativeOffsetOfLocalHeader,
      end: entry.relativeOffsetOfLocalHeader + localHeader + entry.fileNameLength + entry.compressedSize,
    }))
    .toSorted((one, other) => one.start - other.start)
  for (const [index, { entry, end }] of places.entries()) {
    if (end <= (places[index + 1]?.start ?? size)) continue
    throw new CompositorError(
      'archive-unsafe',
      `${archive} holds '${entryPath(archive, fileName(entry))}' in bytes that belong to something else, as only a bomb does.`,
    )
  }
}

/** The declared size and checksum are not believed: bytes are counted as they come, and yauzl ends at the declared size. */
async function readEntry(zip: ZipFile, entry: Entry, meter: SourceMeter, spool: Spool): Promise<SpooledFile> {
  const start = spool.place
  const stream: AsyncIterable<Buffer> = await zip.openReadStreamPromise(entry)
  let sum = 0
  for await (const chunk of stream) {
    meter.unpacked(chunk.length)
    spool.add(chunk)
    sum = zlib.crc32(chunk, sum)
  }
  if (sum !== entry.crc32) throw new Error(`the bytes of '${fileName(entry)}' are not what its checksum says`)
  return { start, size: spool.place - start }
}
