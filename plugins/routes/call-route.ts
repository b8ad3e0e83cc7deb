import { CompositorError, messageOf } from '../../runtime/errors/index.js'
import { validate } from '../../runtime/field/standard-schema.js'
import type { RouteCaller, RouteRequest, RouteSite } from '../../runtime/plugin/route.js'
import { Deadline } from '../../runtime/session/deadline.js'
import { outcomeOf, refusal } from '../../runtime/session/handler-outcome.js'
import type { HandlerResponse } from '../../runtime/view/index.js'
import { callPlugin } from '../plugin-calls.js'
import type { FoundRoute } from './found-route.js'

/** A request to a route, as whoever received it has it. */
export interface SentToRoute {
  readonly method: string
  readonly address: string
  readonly query: Iterable<readonly [string, string]>
  readonly bytes: Uint8Array
  /** Every header; a route is given those that it may have. */
  header(name: string): string | undefined
}

/** Headers that say how a body is to be read, and what is wanted of the answer. */
export const describingHeaders: ReadonlySet<string> = new Set(
  'content-type content-length content-encoding content-language content-md5 digest date accept accept-language if-none-match if-modified-since range user-agent'.split(
    ' ',
  ),
)

/** What a route may say of its answer; cookies, and what pages of this host may do, only the host says. */
const answered = new Set(
  'location cache-control content-disposition content-language etag last-modified expires retry-after www-authenticate vary link allow age warning x-content-type-options'.split(
    ' ',
  ),
)

/**
 * Has a plugin answer a request.
 * @param caller who it is from, where the route is for somebody
 * @throws CompositorError `request-too-large`, `handler-input`; `route-failed` where it throws anything but a HandlerError, gives nothing
 *   in time, or what it may not
 */
export async function callRoute(
  found: FoundRoute,
  sent: SentToRoute,
  caller: RouteCaller | undefined,
  site: RouteSite,
): Promise<HandlerResponse> {
  const { plugin, route } = found
  const doing = `its route '${route.method} ${route.path}'`
  const request = requestFor(found, sent, caller)
  const deadline = new Deadline(route.deadline)
  const failed = (why: string, cause?: unknown) =>
    new CompositorError('route-failed', `Plugin '${plugin.name}' failed in ${doing}: ${why}`, { cause })
  try {
    const work = callPlugin({ plugin: plugin.name, doing, fail: (error) => deadline.end(error) }, async () =>
      route.answer(request, site),
    )
    const { response } = outcomeOf(await deadline.race(work))
    const odd = Object.keys(response.headers ?? {}).find((name) => !answered.has(name.toLowerCase()))
    if (odd !== undefined)
      throw failed(`it answered with the header '${odd.slice(0, 100)}', which no route may.`)
    return response
  } catch (thrown) {
    const refused = refusal(thrown)
    if (refused) return refused.response
    if (thrown instanceof CompositorError && thrown.code !== 'block-failed') throw thrown
    throw failed(messageOf(thrown).slice(0, 1000), thrown)
  }
}

function requestFor(
  { route, parts }: FoundRoute,
  { method, address, query, bytes, header }: SentToRoute,
  caller: RouteCaller | undefined,
): RouteRequest<string, unknown> {
  if (bytes.length > route.limit) {
    throw new CompositorError(
      'request-too-large',
      `This route takes ${route.limit} bytes, it was sent ${bytes.length}.`,
    )
  }
  const body = Buffer.from(bytes).toString('utf8')
  return {
    method: method === 'HEAD' ? 'GET' : route.method,
    parts,
    query: new Map(query),
    input: route.input && validate(route.input, jsonIn(body), 'handler-input'),
    body,
    bytes,
    address,
    caller: route.for === 'anybody' ? undefined : caller,
    header: (name) => {
      const asked = name.toLowerCase()
      if (asked === 'authorization') return ofScheme(header(asked), route.authorization)
      return describingHeaders.has(asked) || route.headers.includes(asked) ? header(asked) : undefined
    },
  }
}

function ofScheme(value: string | undefined, scheme: string | undefined): string | undefined {
  return scheme !== undefined && value?.toLowerCase().startsWith(`${scheme.toLowerCase()} `)
    ? value
    : undefined
}

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body === '' ? '{}' : body)
  } catch (cause) {
    throw new CompositorError('handler-input', 'The body of the request is not JSON.', { cause })
  }
}
