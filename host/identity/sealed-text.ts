import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto'

const cipher = 'aes-256-gcm'
const nonceSize = 12
const tagSize = 16

/**
 * Seals texts that only whoever has the key can read or make. The same text always gives the same, so that browsers
 * find what they have under an address with one in it; that two are of one text may be known.
 */
export class SealedTexts {
  readonly #key: Buffer

  /** @param use another one gives texts that this one does not open */
  constructor(secret: string, use: string) {
    this.#key = createHmac('sha256', secret).update(`sealed: ${use}`).digest()
  }

  seal(text: string): string {
    // A nonce made of the text serves another text only if the hash has a collision.
    const nonce = createHmac('sha256', this.#key).update(text).digest().subarray(0, nonceSize)
    const sealing = createCipheriv(cipher, this.#key, nonce)
    const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()])
    return Buffer.concat([nonce, sealing.getAuthTag(), sealed]).toString('base64url')
  }

  /** What was sealed; undefined for what was not sealed with this key. */
  open(sealed: string): string | undefined {
    const bytes = Buffer.from(sealed, 'base64url')
    if (bytes.length < nonceSize + tagSize) return undefined
    try {
      const opening = createDecipheriv(cipher, this.#key, bytes.subarray(0, nonceSize))
      opening.setAuthTag(bytes.subarray(nonceSize, nonceSize + tagSize))
      return Buffer.concat([opening.update(bytes.subarray(nonceSize + tagSize)), opening.final()]).toString(
        'utf8',
      )
    } catch {
      return undefined
    }
  }
}
