import { decodeBytes } from './decode-text.js'
import type { LeftOut } from './left-out.js'
import type { OlxSource } from './olx-source.js'

/** Where the files of a source are. */
export interface FilePlaces<File> {
  /** In bytes. */
  size(file: File): number
  bytes(file: File, path: string): Buffer
  /** Lets go of what it holds open. */
  close?(): void
}

/** A source that was listed when it was opened: in memory, in a folder, or unpacked out of an archive. */
export class ListedSource<File> implements OlxSource {
  private readonly files: ReadonlyMap<string, File>

  constructor(
    readonly name: string,
    files: Iterable<readonly [path: string, file: File]>,
    private readonly places: FilePlaces<File>,
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
    const file = this.files.get(path)
    return file === undefined ? undefined : this.places.size(file)
  }

  bytes(path: string): Buffer | undefined {
    const file = this.files.get(path)
    return file === undefined ? undefined : this.places.bytes(file, path)
  }

  text(path: string): string | undefined {
    const bytes = this.bytes(path)
    return bytes && decodeBytes(bytes).text
  }

  close(): void {
    this.places.close?.()
  }
}

/** A source whose files are all in memory. */
export class MemorySource extends ListedSource<Buffer> {
  constructor(
    name: string,
    files: Iterable<readonly [path: string, bytes: Buffer]>,
    leftOut: readonly LeftOut[] = [],
  ) {
    super(name, files, { size: (bytes) => bytes.length, bytes: (bytes) => bytes }, leftOut)
  }
}
