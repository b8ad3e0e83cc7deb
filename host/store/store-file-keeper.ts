import {
  FileKeeper,
  lookedAt,
  usualFileLimits,
  type FileLimits,
  type KeepingBounds,
  type SentFile,
  type StoredFile,
} from '../../runtime/index.js'
import type { Store } from '../../store/index.js'
import { FileOfForm } from '../http/handler-request.js'
import { SpooledBytes } from '../http/spooled-bytes.js'

/** Keeps the bytes of blocks' files among the files of a store, each once, whoever has it. */
export class StoreFileKeeper extends FileKeeper {
  readonly limits: FileLimits

  constructor(
    private readonly files: Pick<Store['files'], 'open' | 'put'>,
    limits: Partial<FileLimits> = {},
  ) {
    super()
    this.limits = { ...usualFileLimits, ...limits }
  }

  async keep(
    content: AsyncIterable<Uint8Array> | SentFile,
    { limit, tooLarge, look }: KeepingBounds,
  ): Promise<{ readonly hash: string; readonly size: number }> {
    // Of what was sent here the hash is known; what anybody else says it is counts for nothing.
    if (content instanceof FileOfForm) {
      const { hash, size } = content
      if (size > limit) throw tooLarge()
      await this.files.put(hash, await begun(lookedAt(content.stream(), look)))
      return { hash, size }
    }
    const pieces = 'stream' in content ? content.stream() : content
    await using spooled = await SpooledBytes.of(lookedAt(pieces, look), { limit, tooLarge })
    await this.files.put(spooled.hash, spooled.stream())
    return { hash: spooled.hash, size: spooled.size }
  }

  open(hash: string): Promise<StoredFile | undefined> {
    return this.files.open(hash)
  }
}

/** Bytes whose beginning was read: a store does not read those that it has. */
async function begun(pieces: AsyncGenerator<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const first = await pieces.next()
  return (async function* () {
    if (first.done) return
    yield first.value
    yield* pieces
  })()
}
