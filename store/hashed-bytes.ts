import { createHash } from 'node:crypto'
import type { FileBytes } from './files.js'

/** Bytes to be kept, hashed as they go by. They may be read once. */
export class HashedBytes {
  readonly #hash = createHash('sha256')
  #isReading = false

  constructor(private readonly bytes: FileBytes) {}

  /** Whether reading them failed, rather than what was done with them. */
  get hasFailed(): boolean {
    return this.#isReading
  }

  /** The bytes, each piece good until the next is asked for. */
  async *pieces(): AsyncGenerator<Uint8Array> {
    const { bytes } = this
    this.#isReading = true
    for await (const piece of bytes instanceof Uint8Array ? [bytes] : bytes) {
      this.#isReading = false
      this.#hash.update(piece)
      yield piece
      this.#isReading = true
    }
    this.#isReading = false
  }

  /** Once they were read. @throws TypeError where they are not those of a hash */
  check(hash: string): void {
    if (this.#hash.digest('hex') !== hash)
      throw new TypeError(`The bytes to keep under '${hash}' have another hash.`)
  }
}
