import { FileInMemory, type StoredFile } from '../../runtime/values/index.js'
import { isFileHash, type FileBytes, type FileInfo, type Files } from '../files.js'
import { HashedBytes } from '../hashed-bytes.js'
import type { MemoryAccess } from './memory-access.js'
import type { MemoryPlace } from './memory-place.js'

/** Files in memory. */
export class MemoryFiles implements Files {
  constructor(
    private readonly place: MemoryPlace,
    private readonly access: MemoryAccess,
    private readonly now: () => number,
  ) {}

  has(hash: string): Promise<boolean> {
    return this.access.read(() => this.place.files.has(hash))
  }

  having(hashes: readonly string[]): Promise<ReadonlySet<string>> {
    return this.access.read(() => new Set(hashes.filter((hash) => this.place.files.has(hash))))
  }

  async put(hash: string, bytes: FileBytes): Promise<void> {
    if (!isFileHash(hash)) throw new TypeError(`'${hash.slice(0, 80)}' is no hash of a file.`)
    await this.access.write(async () => {
      const found = this.place.files.get(hash)
      if (found) {
        found.putAt = this.now()
        return
      }
      const source = new HashedBytes(bytes)
      const pieces: Uint8Array[] = []
      for await (const piece of source.pieces()) pieces.push(Uint8Array.from(piece))
      source.check(hash)
      this.place.files.set(hash, { bytes: Buffer.concat(pieces), putAt: this.now() })
    })
  }

  async putAll(files: readonly { readonly hash: string; readonly bytes: Uint8Array }[]): Promise<void> {
    for (const { hash, bytes } of files) await this.put(hash, bytes)
  }

  open(hash: string): Promise<StoredFile | undefined> {
    return this.access.read(() => {
      const found = this.place.files.get(hash)
      return found && new FileInMemory(found.bytes)
    })
  }

  async *list(): AsyncIterable<FileInfo> {
    const found = await this.access.read(() => [...this.place.files])
    for (const [hash, { bytes, putAt }] of found) yield { hash, size: bytes.length, putAt }
  }

  remove(hashes: readonly string[], putBefore: number): Promise<number> {
    const { files } = this.place
    const isOlder = (hash: string) => (files.get(hash)?.putAt ?? putBefore) < putBefore
    return this.access.write(() => hashes.filter((hash) => isOlder(hash) && files.delete(hash)).length)
  }
}
