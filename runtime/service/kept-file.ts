import type { StoredFile } from '../values/file-store.js'
import { FileAnswer, type SentAs } from '../view/file-answer.js'

/** What is known of a kept file without reading it. */
export interface FileEntry {
  readonly name: string
  /** Its media type, which its first bytes do not contradict. */
  readonly type: string
  /** In bytes. */
  readonly size: number
  /** The SHA-256 of its bytes, hexadecimal. */
  readonly hash: string
  /** Epoch milliseconds. */
  readonly keptAt: number
}

/** A file that a block kept. A handler may answer with it: browsers then save it. */
export class KeptFile implements FileEntry, StoredFile {
  readonly name: string
  readonly type: string
  readonly size: number
  readonly hash: string
  readonly keptAt: number
  readonly #stored: StoredFile

  constructor(entry: FileEntry, stored: StoredFile) {
    ;({ name: this.name, type: this.type, size: this.size, hash: this.hash, keptAt: this.keptAt } = entry)
    this.#stored = stored
  }

  bytes(): Promise<Uint8Array> {
    return this.#stored.bytes()
  }

  stream(first = 0, end: number = this.size): ReadableStream<Uint8Array> {
    return this.#stored.stream(first, end)
  }

  /** The file as an answer. @param as what it is sent as, where that is not its own name, or not to be saved */
  answer(as: Partial<SentAs> = {}): FileAnswer {
    const { name, type } = this
    return new FileAnswer(this, { name: name.slice(name.lastIndexOf('/') + 1), type, ...as }, this.hash)
  }
}
