import { lastUsed } from '../../runtime/values/last-used.js'
import { SealedTexts } from './sealed-text.js'

/** Bytes to which learners' ids are filled up, so that how long one is tells little. */
const step = 16

/**
 * Ids of learners that say nothing of who they are, another one in each learning context: the learner's own id, sealed with the secret
 * of the store, so that nobody else finds who is behind one, and nothing has to be kept.
 */
export class Pseudonyms {
  readonly #sealed = lastUsed<SealedTexts>(1000)
  readonly #known = lastUsed<string>(10_000)

  constructor(private readonly secret: string) {}

  /** @param context key, as text, without branch or version */
  of(learner: string, context: string): string {
    const name = `${context} ${learner}`
    let pseudonym = this.#known.get(name)
    if (pseudonym === undefined) {
      const length = Buffer.byteLength(learner)
      pseudonym = this.#in(context).seal(learner.padEnd(learner.length + step - (length % step), '\0'))
      this.#known.set(name, pseudonym)
    }
    return pseudonym
  }

  /** The learner behind a pseudonym; undefined for what is none of this context. */
  learnerBehind(pseudonym: string, context: string): string | undefined {
    return this.#in(context).open(pseudonym)?.replace(/\0+$/, '')
  }

  #in(context: string): SealedTexts {
    let sealed = this.#sealed.get(context)
    if (!sealed)
      this.#sealed.set(context, (sealed = new SealedTexts(this.secret, `pseudonyms in ${context}`)))
    return sealed
  }
}
