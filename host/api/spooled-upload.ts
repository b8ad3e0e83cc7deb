import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sourceLimits } from '../../content/index.js'
import { CompositorError } from '../../runtime/index.js'

/** An upload as a file of this machine, for as long as it is looked at. */
export class Spooled implements AsyncDisposable {
  private constructor(
    private readonly folder: string,
    readonly path: string,
  ) {}

  /**
   * Writes what comes in to a file, no further than an import reads.
   * @param name of the file, whose ending says what it is
   * @throws CompositorError `archive-too-large`, `store-full`
   */
  static async of(
    pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    name: string,
    limit = sourceLimits.total,
  ): Promise<Spooled> {
    const folder = await mkdtemp(join(tmpdir(), 'unit-compositor-upload-'))
    const spooled = new Spooled(folder, join(folder, name))
    try {
      await pipeline(Readable.from(bounded(pieces, limit)), createWriteStream(spooled.path, { flags: 'wx' }))
      return spooled
    } catch (cause) {
      await spooled[Symbol.asyncDispose]()
      if ((cause as NodeJS.ErrnoException).code !== 'ENOSPC') throw cause
      throw new CompositorError('store-full', 'There is no room for an upload on this machine.', { cause })
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true })
  }
}

async function* bounded(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, limit: number) {
  let size = 0
  for await (const piece of pieces) {
    size += piece.byteLength
    if (size > limit)
      throw new CompositorError(
        'archive-too-large',
        `The upload is larger than the ${limit} bytes that are taken.`,
      )
    yield piece
  }
}
