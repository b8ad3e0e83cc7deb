import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CompositorError } from '../../runtime/errors/index.js'
import { decodeBytes } from './decode-text.js'
import type { LeftOut } from './left-out.js'
import type { OlxSource } from './olx-source.js'

/** Where the bytes of a file stand in a spool. */
export interface SpooledFile {
  readonly start: number
  readonly size: number
}

/** The unpacked files of an archive, one after another in a temporary file without a name: it goes with the process. */
export class Spool {
  private readonly file: number
  private end = 0
  private isOpen = true

  constructor() {
    const folder = mkdtempSync(join(tmpdir(), 'unit-compositor-'))
    this.file = openSync(join(folder, 'spool'), 'w+')
    rmSync(folder, { recursive: true, force: true })
  }

  /** Where the next bytes will stand. */
  get place(): number {
    return this.end
  }

  add(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) {
      done += writeSync(this.file, bytes, done, bytes.length - done, this.end + done)
    }
    this.end += bytes.length
  }

  bytes({ start, size }: SpooledFile): Buffer {
    const bytes = Buffer.allocUnsafeSlow(size)
    for (let done = 0; done < size;) {
      const count = readSync(this.file, bytes, done, size - done, start + done)
      if (count === 0) throw new Error('The spool of the archive ended before its end.')
      done += count
    }
    return bytes
  }

  close(): void {
    if (this.isOpen) closeSync(this.file)
    this.isOpen = false
  }
}

/**
 * Takes a file of an archive. One that stands there twice with the same bytes is taken once.
 * @throws CompositorError `archive-unsafe` for two files of one name: which of them counts would depend on who reads it
 */
export function addFile(
  archive: string,
  files: Map<string, SpooledFile>,
  path: string,
  file: SpooledFile,
  spool: Spool,
): void {
  const before = files.get(path)
  if (before && (before.size !== file.size || !spool.bytes(before).equals(spool.bytes(file)))) {
    throw new CompositorError(
      'archive-unsafe',
      `${archive} holds '${path}' twice, with different content. Pack it again with one of them.`,
    )
  }
  if (!before) files.set(path, file)
}

/** A source whose files were unpacked into a spool. */
export class SpooledSource implements OlxSource {
  private readonly files: ReadonlyMap<string, SpooledFile>

  constructor(
    readonly name: string,
    files: Iterable<readonly [path: string, file: SpooledFile]>,
    private readonly spool: Spool,
    readonly leftOut: readonly LeftOut[] = [],
  ) {
    this.files = new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  paths(): readonly string[] {
    return [...this.files.keys()]
  }

  exists(path: string): boolean {
    return this.files.has(path)
  }

  size(path: string): number | undefined {
    return this.files.get(path)?.size
  }

  bytes(path: string): Buffer | undefined {
    const file = this.files.get(path)
    return file && this.spool.bytes(file)
  }

  text(path: string): string | undefined {
    const bytes = this.bytes(path)
    return bytes && decodeBytes(bytes).text
  }

  close(): void {
    this.spool.close()
  }
}
