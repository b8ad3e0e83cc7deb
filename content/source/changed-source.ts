import { decodeBytes } from './decode-text.js'
import type { OlxSource } from './olx-source.js'

/** A source with some of its files left out, or with other bytes. */
export class ChangedSource implements OlxSource {
  /**
   * @param without whether a file of the source is left out
   * @param changed files with other bytes, by their paths; all of them are files of the source
   */
  constructor(
    private readonly whole: OlxSource,
    private readonly without: (path: string) => boolean,
    private readonly changed: ReadonlyMap<string, Buffer> = new Map(),
  ) {}

  get name(): string {
    return this.whole.name
  }

  get leftOut(): OlxSource['leftOut'] {
    return this.whole.leftOut
  }

  close(): void {
    this.whole.close?.()
  }

  paths(): readonly string[] {
    return this.whole.paths().filter((path) => !this.without(path))
  }

  exists(path: string): boolean {
    return !this.without(path) && this.whole.exists(path)
  }

  size(path: string): number | undefined {
    if (this.without(path)) return undefined
    return this.changed.get(path)?.length ?? this.whole.size(path)
  }

  bytes(path: string): Buffer | undefined {
    return this.without(path) ? undefined : (this.changed.get(path) ?? this.whole.bytes(path))
  }

  text(path: string): string | undefined {
    const bytes = this.bytes(path)
    return bytes && decodeBytes(bytes).text
  }
}
