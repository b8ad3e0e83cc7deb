import { CompositorError } from '../../runtime/errors/index.js'

/** Bounds on what an import reads, so that a hostile archive cannot take the machine down. */
export interface SourceLimits {
  /** Files and folders. */
  readonly entries: number
  /** Bytes of all files together, unpacked. */
  readonly total: number
  /** Bytes of one file, unpacked. */
  readonly file: number
  /** Unpacked bytes for each packed byte, once {@link ratioFrom} bytes are unpacked. XML packs about 10 to 1. */
  readonly ratio: number
  /** Bytes from which the ratio counts. */
  readonly ratioFrom: number
}

/**
 * The bounds of an import that sets none of its own: 500,000 entries, 4 GiB in all, 256 MiB a file, 200 to 1. A component
 * of a library is eight of them with a picture and two versions.
 */
export const sourceLimits: SourceLimits = {
  entries: 500_000,
  total: 4 * 1024 ** 3,
  file: 256 * 1024 ** 2,
  ratio: 200,
  ratioFrom: 16 * 1024 ** 2,
}

/** Counts what has been read of one source and refuses it at the first limit passed. */
export class SourceMeter {
  private entries = 0
  private total = 0

  constructor(
    private readonly name: string,
    private readonly limits: SourceLimits,
    /** Packed size in bytes; undefined for a folder. */
    private readonly packed?: number,
  ) {}

  /** @throws CompositorError `archive-too-large` */
  entry(path: string, size: number): void {
    if (++this.entries > this.limits.entries) {
      throw this.tooLarge(`more than ${this.limits.entries} files and folders`)
    }
    if (size > this.limits.file) {
      throw this.tooLarge(`'${path}' with ${size} bytes; one file may have ${this.limits.file}`)
    }
  }

  /**
   * What the archive says that its files have together, before they are unpacked.
   * @throws CompositorError `archive-too-large`
   */
  declared(bytes: number): void {
    if (bytes > this.limits.total) throw this.tooLarge(`more than ${this.limits.total} bytes`)
  }

  /**
   * @param from `linked` where no byte had to be unpacked for it, so that it says nothing of a bomb
   * @throws CompositorError `archive-too-large`, or `archive-unsafe` where the ratio is a bomb's
   */
  unpacked(bytes: number, from: 'packed' | 'linked' = 'packed'): void {
    this.total += bytes
    const { total, ratio, ratioFrom } = this.limits
    if (this.total > total) throw this.tooLarge(`more than ${total} bytes`)
    if (from === 'linked') return
    if (this.packed !== undefined && this.total > ratioFrom && this.total > this.packed * ratio) {
      throw new CompositorError(
        'archive-unsafe',
        `${this.name} unpacks to more than ${ratio} times its ${this.packed} bytes, as only a bomb does.`,
      )
    }
  }

  private tooLarge(what: string): CompositorError {
    return new CompositorError('archive-too-large', `${this.name} holds ${what}.`)
  }
}
