import { createHash, randomUUID } from 'node:crypto'
import { open, rm, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CompositorError, FileInMemory, type StoredFile } from '../../runtime/index.js'

/** Most bytes that are kept in memory; what is larger is written to a file. */
const inMemory = 64 * 1024

/** Bytes that are read at a time. */
const chunk = 64 * 1024

/** What comes in is looked at by, before more of it is taken. */
export interface SpoolBounds {
  /** Most bytes; of more, `tooLarge` says what is refused. */
  readonly limit: number
  readonly tooLarge: () => Error
}

/**
 * Bytes that came in, whole and bounded, for as long as they are looked at: in memory where they are few, else in a file that no folder
 * names, so that nothing is left of it whatever becomes of the process.
 */
export class SpooledBytes implements StoredFile, AsyncDisposable {
  private constructor(
    /** The SHA-256 of the bytes, hexadecimal. */
    readonly hash: string,
    readonly size: number,
    private readonly few: FileInMemory | undefined,
    private readonly file: FileHandle | undefined,
  ) {}

  /**
   * Takes bytes as they come.
   * @throws what `tooLarge` gives, and what reading them throws; CompositorError `store-full` where this machine has no room
   */
  static async of(
    pieces: AsyncIterable<Uint8Array>,
    { limit, tooLarge }: SpoolBounds,
  ): Promise<SpooledBytes> {
    const hash = createHash('sha256')
    const few: Uint8Array[] = []
    let size = 0
    let file: FileHandle | undefined
    try {
      for await (const piece of pieces) {
        size += piece.byteLength
        if (size > limit) throw tooLarge()
        hash.update(piece)
        if (size <= inMemory) few.push(Uint8Array.from(piece))
        else {
          file ??= await opened(few.splice(0))
          await written(file, piece)
        }
      }
      const whole = file ? undefined : new FileInMemory(Buffer.concat(few))
      return new SpooledBytes(hash.digest('hex'), size, whole, file)
    } catch (thrown) {
      await file?.close()
      throw thrown
    }
  }

  async bytes(): Promise<Uint8Array> {
    if (!this.file) return this.few?.bytes() ?? new Uint8Array()
    const all = new Uint8Array(this.size)
    await read(this.file, all, 0)
    return all
  }

  stream(first = 0, end: number = this.size): ReadableStream<Uint8Array> {
    const { file, few } = this
    if (!file) return (few ?? new FileInMemory(new Uint8Array())).stream(first, end)
    let place = first
    return new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const piece = new Uint8Array(Math.min(chunk, end - place))
          await read(file, piece, place)
          place += piece.length
          if (piece.length > 0) controller.enqueue(piece)
          if (place >= end) controller.close()
        },
      },
      { highWaterMark: 0 },
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.file?.close()
  }
}

/** A file whose name is gone as soon as it is open. */
async function opened(few: readonly Uint8Array[]): Promise<FileHandle> {
  const path = join(tmpdir(), `unit-compositor-${randomUUID()}`)
  const file = await roomFor(() => open(path, 'wx+', 0o600))
  // Where open files cannot be removed, the system removes them with its other temporary ones.
  await rm(path, { force: true }).catch(() => undefined)
  for (const piece of few) await written(file, piece)
  return file
}

async function written(file: FileHandle, piece: Uint8Array): Promise<void> {
  await roomFor(() => file.writeFile(piece))
}

async function read(file: FileHandle, into: Uint8Array, place: number): Promise<void> {
  for (let done = 0; done < into.length;) {
    const { bytesRead } = await file.read(into, done, into.length - done, place + done)
    if (bytesRead === 0) throw new Error('A file that was sent is not as long as it was.')
    done += bytesRead
  }
}

async function roomFor<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (!['ENOSPC', 'EDQUOT'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause
    throw new CompositorError('store-full', 'There is no room for what was sent on this machine.', { cause })
  }
}
