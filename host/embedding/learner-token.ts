import { CompositorError } from '../../runtime/index.js'
import { readToken, signToken } from '../identity/json-web-token.js'

/** Who sees which unit on a page of another site. */
export interface EmbeddedLearner {
  /** The learner's id at the host. */
  readonly id: string
  readonly name?: string | undefined
  /** Usage key of the unit, as text. */
  readonly unit: string
}

/** How a learner token is made. */
export interface LearnerTokenOptions extends EmbeddedLearner {
  /** The host's `embedding.key`. */
  readonly key: string
  /** Seconds in which the page must ask for the unit; 300 if not said, a day at most. */
  readonly seconds?: number
  /** Epoch milliseconds; the time of this machine when left out. */
  readonly now?: number
}

const longest = 24 * 60 * 60
/** Seconds that the clocks of two machines may differ. */
const leeway = 60

/**
 * The token with which a page of another site shows a unit to one learner: made by that page's server, which knows
 * who the learner is. It is a JSON Web Token (HS256) with the claims `sub`, `name`, `unit`, `iat` and `exp`, so a
 * server in another language makes one with any library for them.
 */
export function learnerToken({
  id,
  name,
  unit,
  key,
  seconds = 300,
  now = Date.now(),
}: LearnerTokenOptions): string {
  const iat = Math.floor(now / 1000)
  return signToken({ sub: id, ...(name !== undefined && { name }), unit, iat, exp: iat + seconds }, key)
}

/**
 * Who a token is for.
 * @param now epoch milliseconds
 * @throws CompositorError `embed-token` for one that was not signed with the key, has expired, holds for more than a
 *   day, or lacks the learner or the unit
 */
export function readLearnerToken(token: string, key: string, now: number): EmbeddedLearner {
  const { sub, name, unit, exp } = readToken(token, key, now) ?? {}
  const isShort = typeof exp === 'number' && exp * 1000 <= now + (longest + leeway) * 1000
  if (typeof sub === 'string' && sub !== '' && typeof unit === 'string' && isShort) {
    return { id: sub, unit, ...(typeof name === 'string' && { name }) }
  }
  throw new CompositorError(
    'embed-token',
    'The learner token is not signed with this host’s embedding key, has expired, holds for more than a day, or lacks `sub` or `unit`.',
  )
}
