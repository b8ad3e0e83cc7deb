import { CompositorError, parseUsageKey } from '../../runtime/index.js'
import type { Host } from '../host.js'
import type { HostRequest, HostResponse } from '../http/exchange.js'
import type { PathParts, RouteTable } from '../http/router.js'

/** Where browsers call the handlers of blocks. */
export function blockRoutes(host: Host): RouteTable {
  const call = async (
    request: HostRequest,
    { key = '', handler = '', suffix = '' }: PathParts,
  ): Promise<HostResponse> => {
    if (request.method !== 'GET') refuseForeign(request)
    const learner = host.learnerOf(request)
    const usage = parseUsageKey(key)
    const unit = (await host.publishedOf(usage.context)).unitOf(usage)
    if (unit === undefined) {
      throw new CompositorError('block-not-found', `No published unit has the block '${key.slice(0, 300)}'.`)
    }
    const { status, contentType, body, headers } = await host.courseware.submit(
      parseUsageKey(unit),
      learner,
      {
        usageKey: usage.toString(),
        handler,
        request: {
          method: request.method,
          suffix,
          query: new Map(request.query),
          body: await request.text(),
        },
      },
    )
    return { status, headers: { 'content-type': contentType, 'cache-control': 'no-store', ...headers }, body }
  }
  return Object.fromEntries(
    ['GET', 'POST', 'PUT', 'DELETE'].flatMap((method) => [
      [`${method} /blocks/:key/handlers/:handler`, call],
      [`${method} /blocks/:key/handlers/:handler/:suffix*`, call],
    ]),
  )
}

/**
 * A page of another site, or course content in a sandbox, must not act with the learner's cookie.
 * @throws CompositorError `request-foreign`
 */
export function refuseForeign(request: HostRequest): void {
  const site = request.header('sec-fetch-site')
  const origin = request.header('origin')
  const own =
    site === undefined ? isOwn(origin, request.header('host')) : site === 'same-origin' || site === 'none'
  if (!own) {
    throw new CompositorError(
      'request-foreign',
      `A request from another site (${origin ?? site ?? ''}) was refused.`,
    )
  }
}

/** Older browsers and programs send no Sec-Fetch-Site; a program that sends no Origin has no cookie to misuse. */
function isOwn(origin: string | undefined, host: string | undefined): boolean {
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)
}
