import { randomBytes } from 'node:crypto'
import type { HostRequest } from './exchange.js'

/** The header that a request brings its id in, and that its answer gives it back in. */
export const requestIdHeader = 'x-request-id'

/** What a server before the host may call a request: nothing that could be more than a name in a header or a log. */
const plainToken = /^[\w.:+/=-]{1,100}$/

/** Tells the ids that are made here from those of other processes. */
const here = randomBytes(6).toString('hex')
let made = 0

/** The id that a request came with, where that is a plain short token; else one that no other request has. */
export function requestIdOf(request: Pick<HostRequest, 'header'>): string {
  const given = request.header(requestIdHeader)
  return given !== undefined && plainToken.test(given) ? given : `${here}-${(made++).toString(36)}`
}
