/** Mounts a host in an Express app, of version 4 or 5. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { CompositorError } from '../../runtime/index.js'
import { answerIn, isBelow, type MountedHost } from './mounted-host.js'
import { forwardedTo, type SentTo } from './sent-to.js'

export type { MountedHost } from './mounted-host.js'
export { givenRequest } from './given-requests.js'

/** What is needed of Express’s request. */
export interface ExpressRequest extends IncomingMessage {
  readonly originalUrl: string
  /** The path that the middleware is mounted at. */
  readonly baseUrl: string
  readonly app: { get(setting: string): unknown }
}

/** Middleware of Express. */
export type ExpressMiddleware = (
  request: ExpressRequest,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void

/**
 * Answers what is below the host's `base`, whether it is mounted by `app.use(expressHost(host))` or there; everything else goes on to
 * the next. Mount it before what parses bodies. What a proxy says is believed as the app's setting `trust proxy` says.
 */
export function expressHost(host: MountedHost): ExpressMiddleware {
  return (request, response, next) => {
    const { originalUrl, baseUrl } = request
    if (baseUrl !== '' && !isBelow({ base: baseUrl }, `${host.base}/`)) return next(misplaced(host, baseUrl))
    if (!isBelow(host, originalUrl)) return next()
    const url = originalUrl
    void answerIn(host, { message: request, response, given: request, sentTo: sentTo(request), url })
  }
}

function sentTo({ app, socket, headers }: ExpressRequest): SentTo {
  const isTrusted = app.get('trust proxy fn')
  const trustProxy = typeof isTrusted === 'function' && isTrusted(socket.remoteAddress, 0) === true
  return forwardedTo((name) => headers[name]?.toString(), { trustProxy })
}

function misplaced({ base }: MountedHost, at: string): CompositorError {
  return new CompositorError(
    'host-options',
    `The host is mounted at '${at}', and was opened for '${base}'. Its pages lead to where it was opened for: give openHost the \`base\` '${at}'.`,
  )
}
