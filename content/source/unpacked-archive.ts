import { CompositorError, messageOf } from '../../runtime/errors/index.js'
import type { ArchiveBytes } from './archive-bytes.js'
import { ArchiveLinks } from './archive-links.js'
import type { OlxSource } from './olx-source.js'
import { SourceMeter, type SourceLimits } from './source-limits.js'
import { Spool, spooledSource, type SpooledFile } from './spooled-source.js'

/** What the entries of an archive become, one after another. */
export class UnpackedArchive {
  readonly meter: SourceMeter
  readonly links: ArchiveLinks
  readonly spool = new Spool()
  readonly #files = new Map<string, SpooledFile>()

  private constructor(
    /** What the archive is called. */
    readonly name: string,
    limits: SourceLimits,
    size: number,
  ) {
    this.meter = new SourceMeter(name, limits, size)
    this.links = new ArchiveLinks(name)
  }

  /**
   * Unpacks an archive into a spool. No name in it becomes one on a disk.
   * @param unpack gives all entries to what they become
   * @throws CompositorError what `unpack` throws, anything else of it as `archive-unreadable`, as is an archive without files;
   *   `archive-unsafe` or `archive-too-large` for links
   */
  static async source(
    { name, size }: ArchiveBytes,
    limits: SourceLimits,
    unpack: (into: UnpackedArchive) => Promise<void>,
  ): Promise<OlxSource> {
    const into = new UnpackedArchive(name, limits, size)
    try {
      await unpack(into)
      return into.#source()
    } catch (thrown) {
      into.spool.close()
      if (thrown instanceof CompositorError) throw thrown
      const message = `${name} cannot be read: ${messageOf(thrown)}.`
      throw new CompositorError('archive-unreadable', message, { cause: thrown })
    }
  }

  /**
   * Adds a file whose bytes are in the spool. One that stands there twice with the same bytes is taken once.
   * @throws CompositorError `archive-unsafe` for two files of one name: which of them counts would depend on who reads it
   */
  add(path: string, file: SpooledFile): void {
    const before = this.#files.get(path)
    if (before && (before.size !== file.size || !this.spool.bytes(before).equals(this.spool.bytes(file)))) {
      throw new CompositorError(
        'archive-unsafe',
        `${this.name} holds '${path}' twice, with different content. Pack it again with one of them.`,
      )
    }
    if (!before) this.#files.set(path, file)
  }

  #source(): OlxSource {
    const { name, links, meter, spool } = this
    const files = this.#files
    if (files.size === 0) throw new CompositorError('archive-unreadable', `${name} holds no files.`)
    const leftOut = links.follow(files, ({ size }) => size, meter)
    this.#refuseFoldersOfFiles()
    return spooledSource(name, files, spool, leftOut)
  }

  /** A file inside of another one could never be written anywhere again. @throws CompositorError `archive-unsafe` */
  #refuseFoldersOfFiles(): void {
    for (const path of this.#files.keys())
      for (let at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
        const folder = path.slice(0, at)
        if (!this.#files.has(folder)) continue
        const message = `${this.name} holds '${folder}' both as a file and as the folder of '${path}'. Pack it again with one of them.`
        throw new CompositorError('archive-unsafe', message)
      }
  }
}
