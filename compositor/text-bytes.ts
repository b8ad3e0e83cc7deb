/** Texts that are read one by one; a list of strings is such. */
export interface Texts {
  readonly length: number
  /** Undefined where there is none. */
  at(index: number): string | undefined
}

/** Marks the end of a text whose bytes are UTF-8; others are ASCII, a byte a character. */
const utf8 = 0x8000_0000

/**
 * Texts in memory of their own, which goes from one thread to another without being copied, and which no garbage collection looks at.
 * Each is made a string where it is asked for. They have to be well-formed.
 */
export class TextBytes implements Texts {
  /** Where each text ends. */
  readonly #ends: Uint32Array
  readonly #bytes: Buffer

  /** @param bytes what {@link TextBytes.encoded} gave */
  constructor(bytes: Uint8Array<ArrayBuffer>) {
    const { buffer } = bytes
    const [count = 0] = new Uint32Array(buffer, 0, 1)
    this.#ends = new Uint32Array(buffer, 4, count)
    this.#bytes = Buffer.from(buffer, 4 + count * 4)
  }

  static encoded(texts: readonly string[]): Uint8Array<ArrayBuffer> {
    const lengths = texts.map((text) => Buffer.byteLength(text))
    const head = 4 + texts.length * 4
    const { buffer } = Buffer.allocUnsafeSlow(lengths.reduce((sum, length) => sum + length, head))
    new Uint32Array(buffer, 0, 1)[0] = texts.length
    const ends = new Uint32Array(buffer, 4, texts.length)
    const bytes = Buffer.from(buffer, head)
    let end = 0
    for (const [index, text] of texts.entries()) {
      const isAscii = lengths[index] === text.length
      end += bytes.write(text, end, isAscii ? 'latin1' : 'utf8')
      ends[index] = isAscii ? end : end | utf8
    }
    return new Uint8Array(buffer)
  }

  get length(): number {
    return this.#ends.length
  }

  /** Bytes of all texts. */
  get size(): number {
    return this.#bytes.length
  }

  at(index: number): string | undefined {
    const end = this.#ends[index]
    if (end === undefined) return undefined
    const from = (this.#ends[index - 1] ?? 0) & ~utf8
    return this.#bytes.toString(end >= utf8 ? 'utf8' : 'latin1', from, end & ~utf8)
  }
}
