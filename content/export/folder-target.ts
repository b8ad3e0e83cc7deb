import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ExportFile, ExportTarget } from './export-file.js'

/** Files in a folder: written beside it, and put in its place when all are there. */
export class FolderTarget implements ExportTarget {
  private readonly own: string

  constructor(private readonly folder: string) {
    this.own = `${folder}.new-${process.pid}`
  }

  async write({ path, bytes }: ExportFile): Promise<void> {
    const full = join(this.own, path)
    await mkdir(dirname(full), { recursive: true })
    // Never over a file, be it one whose name differs in a way that the disk does not keep.
    await pipeline(Readable.from(bytes()), createWriteStream(full, { flags: 'wx' }))
  }

  async finish(): Promise<void> {
    await mkdir(this.own, { recursive: true })
    await rmdir(this.folder).catch(() => undefined)
    await rename(this.own, this.folder)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.own, { recursive: true, force: true })
  }
}
