import { createHash } from 'node:crypto'
import { FileInMemory } from '../values/file-in-memory.js'
import type { SentFile } from './sent-file.js'

/** A file that a form would send, of bytes that are at hand: for tests and previews. */
export class SentBytes implements SentFile {
  readonly field: string
  readonly name: string
  readonly type: string
  readonly hash: string
  readonly #content: FileInMemory

  constructor({ field = 'file', name, type = '', bytes }: SentBytesOptions) {
    this.field = field
    this.name = name
    this.type = type
    this.hash = createHash('sha256').update(bytes).digest('hex')
    this.#content = new FileInMemory(bytes)
  }

  get size(): number {
    return this.#content.size
  }

  bytes(): Promise<Uint8Array> {
    return this.#content.bytes()
  }

  stream(): ReadableStream<Uint8Array> {
    return this.#content.stream(0, this.size)
  }
}

/** What a file is made of. */
export interface SentBytesOptions {
  /** The form's name for it; `file` if left out. */
  readonly field?: string
  readonly name: string
  readonly type?: string
  readonly bytes: Uint8Array
}
