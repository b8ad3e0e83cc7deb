import { createHmac, timingSafeEqual } from 'node:crypto'

/** Whom a signed address lets do what. */
export interface SignedCall {
  /** The learner's id at this host. */
  readonly learner: string
  /** The block, or aside, as text. */
  readonly usageKey: string
  readonly handler: string
}

const hour = 60 * 60 * 1000

/**
 * Signs addresses of handlers that need no cookie: a keyed hash over the time slot, the learner, the block and the
 * handler. It holds in its own slot and the next one, so for one slot at least and two at most (semantics 3).
 */
export class HandlerSignatures {
  /**
   * @param secret whoever knows it can act as anyone
   * @param now epoch milliseconds
   * @param slot milliseconds
   */
  constructor(
    private readonly secret: string,
    private readonly now: () => number,
    private readonly slot = hour,
  ) {}

  /** The signature of this slot, and the instant (epoch milliseconds) from which a newer one should be made. */
  sign(call: SignedCall): { readonly signature: string; readonly renewAt: number } {
    const slot = this.#slotNow()
    return { signature: this.#signature(call, slot).toString('base64url'), renewAt: (slot + 1) * this.slot }
  }

  /** Whether a signature was made for this very call in this slot or the one before; takes as long for any wrong one. */
  verify(call: SignedCall, signature: string): boolean {
    const given = Buffer.from(signature, 'base64url')
    const slot = this.#slotNow()
    const matches = [slot, slot - 1].map((one) => {
      const expected = this.#signature(call, one)
      return timingSafeEqual(
        expected,
        given.length === expected.length ? given : Buffer.alloc(expected.length),
      )
    })
    return given.length > 0 && matches.includes(true)
  }

  #slotNow(): number {
    return Math.floor(this.now() / this.slot)
  }

  /** JSON keeps the parts apart, whatever their text. */
  #signature({ learner, usageKey, handler }: SignedCall, slot: number): Buffer {
    const text = JSON.stringify(['handler address', slot, learner, usageKey, handler])
    return createHmac('sha256', this.secret).update(text).digest()
  }
}
