import { createHmac, randomBytes } from 'node:crypto'
import { CompositorError } from '../../runtime/index.js'
import { SealedTexts } from '../identity/sealed-text.js'
import { readToken, signToken } from '../identity/json-web-token.js'
import type { HostPlaces } from '../host-urls.js'
import type { EmbeddedLearner } from './learner-token.js'

const hour = 60 * 60 * 1000

/** Milliseconds for which a page can call what it was given. */
const holding = 12 * hour

/**
 * The addresses in embedded units. They need no cookie: each says in itself what it is good for. One lets its learner
 * call the blocks of one unit. Another opens the files of one course and nothing else, as the scripts of an author's
 * own pages can read the address that they came from.
 *
 * A unit is drawn with marks in the place of what differs between learners and between names of this host; they are
 * filled in as it goes out, so that what is the same for all learners is drawn once. Nobody outside can know a mark.
 */
export class EmbeddedPlaces {
  readonly #mark = randomBytes(12).toString('hex')
  readonly #origin = `https://${this.#mark}.invalid`
  readonly #marks = new RegExp(`${this.#origin}|(?:learner|files)-${this.#mark}`, 'g')
  readonly #key: string
  readonly #sealed: SealedTexts

  /** @param secret of the store @param base path the host is mounted at @param now epoch milliseconds */
  constructor(
    secret: string,
    private readonly base: string,
    private readonly now: () => number,
  ) {
    this.#key = createHmac('sha256', secret).update('addresses in embedded units').digest('base64url')
    this.#sealed = new SealedTexts(secret, 'learners in addresses of files')
  }

  /** Where everything is, with marks. */
  get marked(): HostPlaces {
    const base = this.#origin + this.base
    return {
      base,
      blocks: `${base}/embedded/learner-${this.#mark}`,
      assets: `${base}/embedded/files-${this.#mark}`,
    }
  }

  /**
   * Fills in the marks of an embedded unit, or of an answer of one of its blocks.
   * @param origin of this host, as the page knows it
   */
  filled(text: string, origin: string, learner: EmbeddedLearner, context: string): string {
    if (!text.includes(this.#mark)) return text
    return text.replace(this.#marks, (mark) => {
      if (mark === this.#origin) return origin
      return mark.startsWith('learner') ? this.#learnerPlace(learner) : this.#filesPlace(context, learner)
    })
  }

  /** @throws CompositorError `handler-address` for one that is forged, expired, or for files */
  learnerAt(place: string): EmbeddedLearner {
    const { use, id, name, unit } = readToken(place, this.#key, this.now()) ?? {}
    if (use !== 'learner' || typeof id !== 'string' || typeof unit !== 'string') throw refusal()
    return { id, unit, ...(typeof name === 'string' && { name }) }
  }

  /** The course whose files a place opens, and for whom. @throws CompositorError `handler-address` */
  filesAt(place: string): { readonly context: string; readonly learner: string } {
    const { use, context, of } = readToken(place, this.#key, this.now()) ?? {}
    const learner = typeof of === 'string' ? this.#sealed.open(of) : undefined
    if (use !== 'files' || typeof context !== 'string' || learner === undefined) throw refusal()
    return { context, learner }
  }

  #learnerPlace({ id, name, unit }: EmbeddedLearner): string {
    return signToken(
      { use: 'learner', id, ...(name !== undefined && { name }), unit, exp: this.#end },
      this.#key,
    )
  }

  /** Scripts of authors can read these addresses, so what they say of the learner is sealed. */
  #filesPlace(context: string, { id }: EmbeddedLearner): string {
    return signToken({ use: 'files', context, of: this.#sealed.seal(id), exp: this.#end }, this.#key)
  }

  /** The same for an hour, so that browsers find the files that they have. In seconds. */
  get #end(): number {
    return (Math.ceil(this.now() / hour) * hour + holding) / 1000
  }
}

function refusal(): CompositorError {
  return new CompositorError(
    'handler-address',
    'This address of an embedded unit was not made by this host, or has expired. Load the page again.',
  )
}
