import type { Blobs } from '../../store/index.js'

/** How much is collected before it is written. */
const limit = { blobs: 400, characters: 4_000_000 }

/** Writes what a publication is made of, many blobs at a time; each name once. */
export class BlobBatch {
  readonly #names = new Set<string>()
  #waiting: { name: string; text: string }[] = []
  #characters = 0
  /** How many were not there before. */
  written = 0

  constructor(private readonly blobs: Blobs) {}

  add(name: string, value: object): void {
    if (this.#names.has(name)) return
    this.#names.add(name)
    const text = JSON.stringify(value)
    this.#waiting.push({ name, text })
    this.#characters += text.length
  }

  /** Writes, where enough is waiting. @throws CompositorError `store-full`, `store-unavailable` */
  async settle(): Promise<void> {
    if (this.#waiting.length >= limit.blobs || this.#characters >= limit.characters) await this.flush()
  }

  /** Writes all that is waiting; it is durable when this resolves. @throws as {@link settle} does */
  async flush(): Promise<void> {
    const waiting = this.#waiting
    this.#waiting = []
    this.#characters = 0
    if (waiting.length > 0) this.written += await this.blobs.put(waiting)
  }
}
