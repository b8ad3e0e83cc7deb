import { createHash } from 'node:crypto'
import {
  FileInMemory,
  FileKeeper,
  lookedAt,
  usualFileLimits,
  type FileLimits,
  type KeepingBounds,
  type SentFile,
  type StoredFile,
} from '../../runtime/index.js'

/** Keeps the bytes of blocks' files in memory, as a host keeps them in its store. */
export class MemoryFileKeeper extends FileKeeper {
  readonly limits: FileLimits
  readonly #files = new Map<string, Uint8Array>()

  constructor(limits: Partial<FileLimits> = {}) {
    super()
    this.limits = { ...usualFileLimits, ...limits }
  }

  async keep(
    content: AsyncIterable<Uint8Array> | SentFile,
    { limit, tooLarge, look }: KeepingBounds,
  ): Promise<{ readonly hash: string; readonly size: number }> {
    const pieces: Uint8Array[] = []
    let size = 0
    for await (const piece of lookedAt('stream' in content ? content.stream() : content, look)) {
      size += piece.length
      if (size > limit) throw tooLarge()
      pieces.push(Uint8Array.from(piece))
    }
    const bytes = Buffer.concat(pieces)
    const hash = createHash('sha256').update(bytes).digest('hex')
    this.#files.set(hash, bytes)
    return { hash, size }
  }

  async open(hash: string): Promise<StoredFile | undefined> {
    const bytes = this.#files.get(hash)
    return bytes && new FileInMemory(bytes)
  }
}
