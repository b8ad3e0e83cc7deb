import type { LeftOut } from './left-out.js'

/**
 * Where OLX comes from: files by path, be it a folder or an archive. Paths use `/`, are relative to the
 * OLX root, and never lead outside of it. Reading is synchronous, because blocks read themselves with it.
 */
export interface OlxSource {
  /** What the author calls it: the path of the folder or archive. */
  readonly name: string
  /** Every file, sorted by path. */
  paths(): readonly string[]
  exists(path: string): boolean
  /** Size in bytes, or undefined where there is no such file. */
  size(path: string): number | undefined
  bytes(path: string): Buffer | undefined
  /** The file as text, see `decodeBytes`, or undefined where there is no such file. */
  text(path: string): string | undefined
  /** Links that are not followed. */
  readonly leftOut: readonly LeftOut[]
  /** Lets go of what it holds open. */
  close?(): void
}

/** The part of a source below one folder, as a source of its own. */
export class SubfolderSource implements OlxSource {
  readonly name: string
  private readonly prefix: string

  constructor(
    private readonly whole: OlxSource,
    folder: string,
  ) {
    this.name = `${whole.name}/${folder}`
    this.prefix = `${folder}/`
  }

  close(): void {
    this.whole.close?.()
  }

  paths(): readonly string[] {
    const { prefix } = this
    return this.whole
      .paths()
      .filter((path) => path.startsWith(prefix))
      .map((path) => path.slice(prefix.length))
  }

  exists(path: string): boolean {
    return this.whole.exists(this.prefix + path)
  }

  size(path: string): number | undefined {
    return this.whole.size(this.prefix + path)
  }

  bytes(path: string): Buffer | undefined {
    return this.whole.bytes(this.prefix + path)
  }

  text(path: string): string | undefined {
    return this.whole.text(this.prefix + path)
  }

  get leftOut(): readonly LeftOut[] {
    const { prefix } = this
    return this.whole.leftOut
      .filter(({ path }) => path.startsWith(prefix))
      .map(({ path, why }) => ({ path: path.slice(prefix.length), why }))
  }
}
