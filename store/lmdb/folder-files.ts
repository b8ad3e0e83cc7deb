import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { link, opendir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { CompositorError, messageOf } from '../../runtime/errors/index.js'
import type { StoredFile } from '../../runtime/values/index.js'
import { isFileHash, type FileBytes, type FileInfo, type Files } from '../files.js'
import { HashedBytes } from '../hashed-bytes.js'
import { StoreCounts } from '../store-counts.js'
import { FileOnDisk } from './file-on-disk.js'
import { writeFiles, type NewFile } from './written-files.js'

const readOnlyCodes: ReadonlySet<unknown> = new Set(['EROFS', 'EACCES', 'EPERM'])

/** What a system says that has no room: on the disk, or in somebody’s share of it. */
const fullCodes: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT'])

/** What the name of a file ends with while it is being removed. */
const going = '.going'

/** Files in a folder, each under its hash; when one was put last is the time of its last change. */
export class FolderFiles implements Files {
  readonly #underWay = new Set<Promise<unknown>>()
  #isClosed = false

  /** @param counts files that are opened and put are counted here */
  constructor(
    private readonly folder: string,
    private readonly counts = new StoreCounts(),
    private readonly isReadOnly = false,
  ) {
    if (!isReadOnly) mkdirSync(folder, { recursive: true })
  }

  /** Lets what is being put end first; nothing is read or put after. */
  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.allSettled(this.#underWay)
  }

  async has(hash: string): Promise<boolean> {
    const path = this.#path(hash)
    return path !== undefined && (await found(path)) !== undefined
  }

  async having(hashes: readonly string[]): Promise<ReadonlySet<string>> {
    const found = await Promise.all(hashes.map((hash) => this.has(hash)))
    return new Set(hashes.filter((_, place) => found[place]))
  }

  put(hash: string, bytes: FileBytes): Promise<void> {
    return this.#putAll([{ hash, bytes }])
  }

  putAll(files: readonly { readonly hash: string; readonly bytes: Uint8Array }[]): Promise<void> {
    return this.#putAll([...new Map(files.map((file) => [file.hash, file])).values()])
  }

  async open(hash: string): Promise<StoredFile | undefined> {
    const path = this.#path(hash)
    if (path === undefined) return undefined
    this.#checkOpen()
    this.counts.reads++
    try {
      const there = await found(path)
      return there && new FileOnDisk(there.path, there.size)
    } catch (thrown) {
      this.counts.failures++
      throw thrown
    }
  }

  async #putAll(files: readonly { readonly hash: string; readonly bytes: FileBytes }[]): Promise<void> {
    const wanted = files.map(({ hash, bytes }): NewFile => {
      const path = this.#path(hash)
      if (path === undefined) throw new TypeError(`'${hash.slice(0, 80)}' is no hash of a file.`)
      return { hash, path, own: this.#ownPath(), source: new HashedBytes(bytes) }
    })
    this.#checkWritable()
    const kept = this.#keep(wanted)
    this.#underWay.add(kept)
    try {
      await kept
    } finally {
      this.#underWay.delete(kept)
    }
  }

  async #keep(files: readonly NewFile[]): Promise<void> {
    try {
      const areThere = await Promise.all(files.map(({ path }) => renewed(path)))
      const missing = files.filter((_, place) => !areThere[place])
      if (missing.length === 0) return
      this.counts.writes += missing.length
      await writeFiles(missing)
      this.counts.isFull = false
    } catch (thrown) {
      if (thrown instanceof TypeError || files.some(({ source }) => source.hasFailed)) throw thrown
      this.counts.failures++
      this.counts.isFull = fullCodes.has((thrown as NodeJS.ErrnoException).code)
      const isReadOnly = readOnlyCodes.has((thrown as NodeJS.ErrnoException).code)
      const code = this.counts.isFull ? 'store-full' : isReadOnly ? 'store-read-only' : 'store-unavailable'
      throw new CompositorError(code, `A file could not be kept: ${messageOf(thrown)}`, { cause: thrown })
    }
  }

  async *list(): AsyncIterable<FileInfo> {
    for await (const { name: start } of await opendir(this.folder)) {
      if (!/^[0-9a-f]{2}$/.test(start)) continue
      for await (const { name } of await opendir(join(this.folder, start))) {
        const hash = name.endsWith(going) ? await this.#broughtBack(name) : name
        const found = isFileHash(hash) && (await stat(join(this.folder, start, hash)).catch(() => undefined))
        if (found) yield { hash, size: found.size, putAt: Math.floor(found.mtimeMs) }
      }
    }
  }

  async remove(hashes: readonly string[], putBefore: number): Promise<number> {
    this.#checkWritable()
    let gone = 0
    for (const hash of hashes) if (await this.#remove(hash, putBefore)) gone++
    return gone
  }

  /** Puts back what a process that died had set aside. @returns its hash */
  async #broughtBack(name: string): Promise<string> {
    const hash = name.slice(0, -going.length)
    const path = this.#path(hash)
    if (path === undefined || this.isReadOnly) return hash
    await link(path + going, path).catch(() => undefined)
    await rm(path + going, { force: true })
    return hash
  }

  /** Set aside first, where it is found as before: one that somebody put again meanwhile is put back. */
  async #remove(hash: string, putBefore: number): Promise<boolean> {
    const path = this.#path(hash)
    if (path === undefined || !(await isOlder(path, putBefore))) return false
    const aside = path + going
    await rename(path, aside).catch((error: unknown) => notThere(error, undefined))
    const isGone = await isOlder(aside, putBefore)
    if (isGone) await rm(aside, { force: true })
    else await rename(aside, path).catch((error: unknown) => notThere(error, undefined))
    return isGone
  }

  #checkWritable(): void {
    this.#checkOpen()
    if (this.isReadOnly)
      throw new CompositorError(
        'store-read-only',
        `The store of '${this.folder}' was opened to be read only.`,
      )
  }

  #checkOpen(): void {
    if (this.#isClosed)
      throw new CompositorError('store-unavailable', `The store '${this.folder}' is closed.`)
  }

  #ownPath(): string {
    return join(this.folder, `new-${process.pid}-${randomBytes(8).toString('hex')}`)
  }

  #path(hash: string): string | undefined {
    return isFileHash(hash) ? join(this.folder, hash.slice(0, 2), hash) : undefined
  }
}

/** Notes that a file was put again, where it is there. */
async function renewed(path: string): Promise<boolean> {
  const now = new Date()
  return utimes(path, now, now).then(
    () => true,
    (error: unknown) => notThere(error, false),
  )
}

/** A file where it stands, or where it is set aside. */
async function found(path: string): Promise<{ readonly path: string; readonly size: number } | undefined> {
  for (const place of [path, path + going]) {
    const there = await stat(place).catch((error: unknown) => notThere(error, undefined))
    if (there) return { path: place, size: there.size }
  }
  // It may have been put back between the two looks.
  const there = await stat(path).catch((error: unknown) => notThere(error, undefined))
  return there && { path, size: there.size }
}

async function isOlder(path: string, moment: number): Promise<boolean> {
  const found = await stat(path).catch((error: unknown) => notThere(error, undefined))
  return found !== undefined && Math.floor(found.mtimeMs) < moment
}

function notThere<T>(error: unknown, answer: T): T {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return answer
  throw error
}
