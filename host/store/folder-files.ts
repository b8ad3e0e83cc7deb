import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { access, mkdir, open, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { StoreCounts } from '../../lms/index.js'
import type { FileStore, StoredFile } from '../../runtime/index.js'

/** Bytes read at a time. */
const chunk = 64 * 1024

/** What a system says that has no room: on the disk, or in somebody’s share of it. */
const fullCodes: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT'])

/** Files in a folder, each under its hash. */
export class FolderFiles implements FileStore {
  /** @param counts files that are opened and put are counted here */
  constructor(
    private readonly folder: string,
    private readonly counts = new StoreCounts(),
  ) {
    mkdirSync(folder, { recursive: true })
  }

  async has(hash: string): Promise<boolean> {
    const path = this.#path(hash)
    if (path === undefined) return false
    return access(path).then(
      () => true,
      (error: unknown) => notThere(error, false),
    )
  }

  async put(hash: string, bytes: Uint8Array): Promise<void> {
    const path = this.#path(hash)
    if (path === undefined) throw new TypeError(`'${hash.slice(0, 80)}' is no hash of a file.`)
    if (await this.has(hash)) return
    this.counts.writes++
    try {
      await this.#write(path, bytes)
      this.counts.isFull = false
    } catch (thrown) {
      this.counts.failures++
      this.counts.isFull = fullCodes.has((thrown as NodeJS.ErrnoException).code)
      throw thrown
    }
  }

  async open(hash: string): Promise<StoredFile | undefined> {
    const path = this.#path(hash)
    if (path === undefined) return undefined
    this.counts.reads++
    try {
      const found = await stat(path).catch((error: unknown) => notThere(error, undefined))
      return found && new FileOnDisk(path, found.size)
    } catch (thrown) {
      this.counts.failures++
      throw thrown
    }
  }

  async #write(path: string, bytes: Uint8Array): Promise<void> {
    await mkdir(dirname(path), { recursive: true })
    const own = join(this.folder, `new-${process.pid}-${randomBytes(8).toString('hex')}`)
    try {
      await writeDurably(own, bytes)
      await rename(own, path)
    } finally {
      await rm(own, { force: true })
    }
  }

  #path(hash: string): string | undefined {
    return /^[0-9a-f]{64}$/.test(hash) ? join(this.folder, hash.slice(0, 2), hash) : undefined
  }
}

class FileOnDisk implements StoredFile {
  constructor(
    private readonly path: string,
    readonly size: number,
  ) {}

  bytes(): Promise<Uint8Array> {
    return readFile(this.path)
  }

  /** Opened with the first byte that is asked for, so that what nobody reads holds nothing. */
  stream(first: number, end: number): ReadableStream<Uint8Array> {
    const { path } = this
    let place = first
    let file: FileHandle | undefined
    return new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          try {
            file ??= await open(path, 'r')
            const buffer = new Uint8Array(Math.min(chunk, end - place))
            const { bytesRead } = await file.read(buffer, 0, buffer.length, place)
            if (bytesRead === 0 && place < end) throw new Error('The file ended before its end.')
            place += bytesRead
            if (bytesRead > 0) controller.enqueue(buffer.subarray(0, bytesRead))
            if (place < end) return
            controller.close()
          } catch (thrown) {
            controller.error(thrown)
          }
          await file?.close()
        },
        async cancel() {
          await file?.close()
        },
      },
      { highWaterMark: 0 },
    )
  }
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

function notThere<T>(error: unknown, answer: T): T {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return answer
  throw error
}
