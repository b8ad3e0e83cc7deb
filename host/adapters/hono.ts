/** Mounts a host in a Hono app, on Node. */
export type { MountedHost } from './mounted-host.js'
export type { ProxyTrust } from './sent-to.js'
export { givenRequest } from './given-requests.js'
import { fetchResponseOf, hostRequestOf } from '../http/fetch-adapter.js'
import { noteGiven } from './given-requests.js'
import { isBelow, type MountedHost } from './mounted-host.js'
import { forwardedTo, type ProxyTrust } from './sent-to.js'

/** What is needed of Hono’s context. */
export interface HonoContext {
  readonly req: { readonly raw: Request }
}

/** Middleware of Hono. */
export type HonoMiddleware = (
  context: HonoContext,
  next: () => Promise<void>,
) => Promise<Response | undefined>

/** Answers what is below the host's `base`: `app.use(honoHost(host))`. Everything else goes on to the next. Of `givenRequest` it is the context. */
export function honoHost(host: MountedHost, trust: ProxyTrust = {}): HonoMiddleware {
  return async (context, next) => {
    const { raw } = context.req
    const asked = hostRequestOf(raw, host.uploadLimit)
    if (!isBelow(host, asked.path)) {
      await next()
      return undefined
    }
    const sentTo = forwardedTo((name) => raw.headers.get(name) ?? undefined, trust)
    const { scheme, host: name } = sentTo
    const own = new URL(raw.url)
    const request = noteGiven(
      {
        ...asked,
        origin: `${scheme ?? own.protocol.slice(0, -1)}://${name ?? own.host}`,
        header: (wanted: string) =>
          wanted === 'host' ? (name ?? asked.header(wanted)) : asked.header(wanted),
      },
      context,
    )
    return fetchResponseOf(await host.answer(request), request)
  }
}
