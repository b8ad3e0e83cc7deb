import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { Parser, type ReadEntry } from 'tar'
import { CompositorError, messageOf } from '../../runtime/errors/index.js'
import type { ArchiveBytes } from './archive-bytes.js'
import { ArchiveLinks } from './archive-links.js'
import { entryPath, isJunk } from './entry-path.js'
import type { OlxSource } from './olx-source.js'
import { SourceMeter, sourceLimits, type SourceLimits } from './source-limits.js'
import { addFile, Spool, spooledSource, type SpooledFile } from './spooled-source.js'

const fileTypes = new Set(['File', 'OldFile', 'ContiguousFile'])
const folderTypes = new Set(['Directory', 'GNUDumpDir'])

/**
 * Unpacks a tar archive, packed with gzip or not, into a spool. No name in it becomes one on a disk.
 * @throws CompositorError `archive-unsafe`, `archive-too-large` or `archive-unreadable`
 */
export async function readTar(
  archive: ArchiveBytes,
  gzipped: boolean,
  limits: SourceLimits = sourceLimits,
): Promise<OlxSource> {
  const spool = new Spool()
  try {
    return await unpacked(archive, gzipped, limits, spool)
  } catch (thrown) {
    spool.close()
    throw thrown
  }
}

async function unpacked(
  bytes: ArchiveBytes,
  gzipped: boolean,
  limits: SourceLimits,
  spool: Spool,
): Promise<OlxSource> {
  const { name: archive, size } = bytes
  const meter = new SourceMeter(archive, limits, size)
  const files = new Map<string, SpooledFile>()
  const links = new ArchiveLinks(archive)
  let declared = 0
  let refusal: CompositorError | undefined
  let broken: Error | undefined

  const takeEntry = (entry: ReadEntry) => {
    const path = entryPath(archive, entry.path)
    meter.entry(path, entry.size)
    meter.declared((declared += entry.size))
    if (entry.type === 'Link') return links.addHard(path, entry.linkpath ?? '')
    if (entry.type === 'SymbolicLink') return links.addSymbolic(path, entry.linkpath ?? '')
    const isFile = fileTypes.has(entry.type)
    if (!isFile && !folderTypes.has(entry.type)) {
      throw new CompositorError(
        'archive-unsafe',
        `${archive} holds '${path}', a ${entry.type}; only files, folders and links are read.`,
      )
    }
    if (!isFile || isJunk(path)) return
    // The parser gives one entry after another, and of each no more than the size that the meter has seen.
    const start = spool.place
    const attempt = (work: () => void) => {
      try {
        work()
      } catch (error) {
        refusal ??= CompositorError.from(error, 'archive-unreadable')
      }
    }
    entry.on('data', (chunk) => attempt(() => spool.add(chunk)))
    entry.on('end', () =>
      attempt(() => addFile(archive, files, path, { start, size: spool.place - start }, spool)),
    )
  }

  // Whatever is packed inside would be unpacked past the meter.
  const parser = new Parser({
    brotli: false,
    zstd: false,
    onwarn: (code, message) => {
      // Information is no fault; a bad header, a cut-off body and the like are.
      if (code.startsWith('TAR_') && code !== 'TAR_ENTRY_INFO') broken ??= new Error(messageOf(message))
    },
    onReadEntry: (entry) => {
      try {
        if (refusal === undefined) takeEntry(entry)
      } catch (error) {
        refusal = CompositorError.from(error, 'archive-unreadable')
      }
      entry.resume()
    },
  })
  // The parser piles up whatever follows the end of the archive, at a cost that grows with its square.
  let ended = false
  parser.on('eof', () => {
    ended = true
  })
  let first = true
  const feed = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        if (first && chunk[0] === 0x1f) throw new Error('it is packed with gzip more than once')
        first = false
        meter.unpacked(chunk.length)
        if (!ended) parser.write(chunk)
        done(refusal ?? broken ?? null)
      } catch (error) {
        done(CompositorError.from(error, 'archive-unreadable'))
      }
    },
    flush(done) {
      try {
        parser.end()
        done(refusal ?? broken ?? null)
      } catch (error) {
        done(CompositorError.from(error, 'archive-unreadable'))
      }
    },
  })
  feed.resume()
  try {
    const packed = Readable.from(bytes.stream(0, size))
    await (gzipped ? pipeline(packed, createGunzip(), feed) : pipeline(packed, feed))
  } catch (cause) {
    if (cause instanceof CompositorError) throw cause
    throw new CompositorError('archive-unreadable', `${archive} cannot be read: ${messageOf(cause)}.`, {
      cause,
    })
  }
  if (files.size === 0) throw new CompositorError('archive-unreadable', `${archive} holds no files.`)
  const leftOut = links.follow(files, ({ size }) => size, meter)
  return spooledSource(archive, files, spool, leftOut)
}
