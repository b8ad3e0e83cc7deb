import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { Parser, type ReadEntry } from 'tar'
import { CompositorError, messageOf } from '../../runtime/errors/index.js'
import type { ArchiveBytes } from './archive-bytes.js'
import { entryPath, isJunk } from './entry-path.js'
import type { OlxSource } from './olx-source.js'
import { sourceLimits, type SourceLimits } from './source-limits.js'
import { UnpackedArchive } from './unpacked-archive.js'

const fileTypes = new Set(['File', 'OldFile', 'ContiguousFile'])
const folderTypes = new Set(['Directory', 'GNUDumpDir'])

/**
 * Unpacks a tar archive, packed with gzip or not, into a spool. No name in it becomes one on a disk.
 * @throws CompositorError `archive-unsafe`, `archive-too-large` or `archive-unreadable`
 */
export function readTar(
  archive: ArchiveBytes,
  gzipped: boolean,
  limits: SourceLimits = sourceLimits,
): Promise<OlxSource> {
  return UnpackedArchive.source(archive, limits, async (into) => {
    const packed = Readable.from(archive.stream(0, archive.size))
    const feed = new TarEntries(into).feed()
    await (gzipped ? pipeline(packed, createGunzip(), feed) : pipeline(packed, feed))
  })
}

/** The entries of a tar archive, as its parser finds them in what is fed to it. */
class TarEntries {
  /** What ends the reading; the parser goes on until it is asked for. */
  #refusal: CompositorError | undefined
  #broken: Error | undefined
  /** Whether the archive is at its end. */
  #ended = false
  #declared = 0
  readonly #parser: Parser

  constructor(private readonly into: UnpackedArchive) {
    // Whatever is packed inside would be unpacked past the meter.
    this.#parser = new Parser({
      brotli: false,
      zstd: false,
      onwarn: (code, message) => {
        // Information is no fault; a bad header, a cut-off body and the like are.
        if (code.startsWith('TAR_') && code !== 'TAR_ENTRY_INFO')
          this.#broken ??= new Error(messageOf(message))
      },
      onReadEntry: (entry) => {
        if (this.#refusal === undefined) this.#attempt(() => this.#take(entry))
        entry.resume()
      },
    })
    this.#parser.on('eof', () => {
      this.#ended = true
    })
  }

  /** Takes the bytes of the archive, and gives nothing on. */
  feed(): Transform {
    let first = true
    const settle = (work: () => void, done: (thrown: Error | null) => void) => {
      try {
        work()
        done(this.#refusal ?? this.#broken ?? null)
      } catch (error) {
        done(CompositorError.from(error, 'archive-unreadable'))
      }
    }
    const feed = new Transform({
      transform: (chunk: Buffer, _encoding, done) =>
        settle(() => {
          if (first && chunk[0] === 0x1f) throw new Error('it is packed with gzip more than once')
          first = false
          this.into.meter.unpacked(chunk.length)
          // The parser piles up whatever follows the end of the archive, at a cost that grows with its square.
          if (!this.#ended) this.#parser.write(chunk)
        }, done),
      flush: (done) => settle(() => this.#parser.end(), done),
    })
    return feed.resume()
  }

  #take(entry: ReadEntry): void {
    const { name, meter, links, spool } = this.into
    const path = entryPath(name, entry.path)
    meter.entry(path, entry.size)
    meter.declared((this.#declared += entry.size))
    if (entry.type === 'Link') return links.addHard(path, entry.linkpath ?? '')
    if (entry.type === 'SymbolicLink') return links.addSymbolic(path, entry.linkpath ?? '')
    const isFile = fileTypes.has(entry.type)
    if (!isFile && !folderTypes.has(entry.type)) {
      throw new CompositorError(
        'archive-unsafe',
        `${name} holds '${path}', a ${entry.type}; only files, folders and links are read.`,
      )
    }
    if (!isFile || isJunk(path)) return
    // The parser gives one entry after another, and of each no more than the size that the meter has seen.
    const start = spool.place
    entry.on('data', (chunk) => this.#attempt(() => spool.add(chunk)))
    entry.on('end', () => this.#attempt(() => this.into.add(path, { start, size: spool.place - start })))
  }

  /** The parser swallows what is thrown within it. */
  #attempt(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#refusal ??= CompositorError.from(error, 'archive-unreadable')
    }
  }
}
