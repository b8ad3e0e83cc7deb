import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LeftOut } from './left-out.js'
import { ListedSource } from './listed-source.js'
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

  /** The descriptor of its file, for those who read in it by themselves. */
  get descriptor(): number {
    return this.file
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

/** A source whose files were unpacked into a spool. */
export function spooledSource(
  name: string,
  files: Iterable<readonly [path: string, file: SpooledFile]>,
  spool: Spool,
  leftOut: readonly LeftOut[] = [],
): OlxSource {
  const places = {
    size: ({ size }: SpooledFile) => size,
    bytes: (file: SpooledFile) => spool.bytes(file),
    close: () => spool.close(),
  }
  return new ListedSource(name, files, places, leftOut)
}
