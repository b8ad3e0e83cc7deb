import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { ZipFile } from 'yazl'
import { archiveMode, archiveTime, tarEnd, tarHead, tarPadding } from '../source/tar-entry.js'
import type { ExportFile, ExportTarget } from './export-file.js'

/** A file that is written under another name, and put in its place when it is whole. */
abstract class ArchiveTarget implements ExportTarget {
  protected readonly own: string

  constructor(private readonly path: string) {
    this.own = `${path}.new-${process.pid}`
  }

  abstract write(file: ExportFile): Promise<void>
  protected abstract close(): Promise<void>

  async finish(): Promise<void> {
    await this.close()
    await rename(this.own, this.path)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.own, { force: true })
  }
}

/** A tar archive packed with gzip. */
export class TarTarget extends ArchiveTarget {
  private readonly packed = createGzip()
  private readonly written: Promise<void>

  constructor(path: string) {
    super(path)
    this.written = pipeline(this.packed, createWriteStream(this.own, { flags: 'wx' }))
    this.written.catch(() => undefined)
  }

  async write({ path, size, bytes }: ExportFile): Promise<void> {
    await this.push(tarHead({ path, size }))
    for await (const piece of bytes()) await this.push(piece)
    await this.push(tarPadding(size))
  }

  protected async close(): Promise<void> {
    await this.push(tarEnd)
    this.packed.end()
    await this.written
  }

  /** Waits where the disk is slower than what is read. */
  private async push(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0 || this.packed.write(bytes)) return
    const drained = new Promise<void>((resolve) => this.packed.once('drain', resolve))
    await Promise.race([drained, this.written])
  }
}

/** A zip archive. */
export class ZipTarget extends ArchiveTarget {
  private readonly zip = new ZipFile()
  private readonly written: Promise<void>

  constructor(path: string) {
    super(path)
    this.written = pipeline(this.zip.outputStream, createWriteStream(this.own, { flags: 'wx' }))
    this.written.catch(() => undefined)
  }

  async write({ path, size, bytes }: ExportFile): Promise<void> {
    const stream = Readable.from(bytes())
    const taken = new Promise<void>((resolve, reject) => {
      stream.once('end', resolve)
      stream.once('error', reject)
    })
    this.zip.addReadStream(stream, path, { mtime: archiveTime, mode: archiveMode, size })
    await Promise.race([taken, this.written])
  }

  protected async close(): Promise<void> {
    this.zip.end()
    await this.written
  }
}
