import type { Blob, BlobInfo, Blobs } from '../blobs.js'
import { checkBlobs } from '../kept-form.js'
import type { MemoryPlace } from './memory-place.js'
import type { MemoryAccess } from './memory-access.js'

/** Blobs in memory. */
export class MemoryBlobs implements Blobs {
  constructor(
    private readonly place: MemoryPlace,
    private readonly access: MemoryAccess,
    private readonly now: () => number,
  ) {}

  texts(names: readonly string[]): Promise<(string | undefined)[]> {
    return this.access.read(() => names.map((name) => this.place.blobs.get(name)?.text))
  }

  having(names: readonly string[]): Promise<ReadonlySet<string>> {
    return this.access.read(() => new Set(names.filter((name) => this.place.blobs.has(name))))
  }

  async put(blobs: readonly Blob[]): Promise<number> {
    checkBlobs(blobs)
    return this.access.write(() => blobs.filter((blob) => this.#put(blob)).length)
  }

  async *list(prefix: string): AsyncIterable<BlobInfo> {
    const found = await this.access.read(() => [...this.place.blobs])
    for (const [name, { text, putAt }] of found)
      if (name.startsWith(prefix)) yield { name, size: Buffer.byteLength(text), putAt }
  }

  remove(names: readonly string[], putBefore: number): Promise<number> {
    const { blobs } = this.place
    const isOlder = (name: string) => (blobs.get(name)?.putAt ?? putBefore) < putBefore
    return this.access.write(() => names.filter((name) => isOlder(name) && blobs.delete(name)).length)
  }

  #put({ name, text }: Blob): boolean {
    const found = this.place.blobs.get(name)
    if (found) found.putAt = this.now()
    else this.place.blobs.set(name, { text, putAt: this.now() })
    return !found
  }
}
