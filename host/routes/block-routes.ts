import {
  AsideUsageKey,
  CompositorError,
  parseKey,
  parseUsageKey,
  UsageKey,
  type BlockTypes,
  type HandlerRequest,
  type LearningContextKey,
} from '../../runtime/index.js'
import type { Visit } from '../admission.js'
import type { Courseware } from '../courseware.js'
import type { HostParts } from '../host-parts.js'
import type { HostRequest, HostResponse } from '../http/exchange.js'
import { handlerAnswer } from '../http/handler-answer.js'
import type { PathParts, RouteHandler, RouteTable } from '../http/router.js'
import { newestUsage, unitOf } from '../unit-of.js'
import { backTo, formAsJson, isFormPost } from './form-posts.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'base' | 'courseware' | 'signatures' | 'visitors'>

/** What reaches handlers, each of which says which of them it takes. */
export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** What some handler takes, for browsers that ask before they send. */
export const takenMethods = 'GET, HEAD, POST'

/** Pages anywhere may use a signed address: it carries no cookie, so it gives away nothing but itself. */
const anywhere = { 'access-control-allow-origin': '*' }

/** Where browsers call the handlers of blocks and asides, and clients that draw blocks themselves read their data. */
export function blockRoutes(host: Parts): RouteTable {
  const call = async (request: HostRequest, parts: PathParts): Promise<HostResponse> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') refuseForeign(request)
    const visit = await host.visitors.visit(request, calledIn(parts))
    return isFormPost(request) && takesJson(host.courseware.options.loaded.types, parts)
      ? submitForm(host, request, visit, parts)
      : submit(host.courseware, request, visit, parts)
  }
  const callSigned = async (request: HostRequest, parts: PathParts): Promise<HostResponse> => {
    const { key = '', handler = '', learner = '', signature = '' } = parts
    if (!host.signatures.verify({ learner, usageKey: key, handler }, signature)) {
      throw new CompositorError(
        'handler-address',
        `The address of handler '${handler.slice(0, 100)}' was not signed by this host, or has expired.`,
      )
    }
    const visit = await host.visitors.visitByToken(request, { id: learner }, calledIn(parts))
    const answer = await submit(host.courseware, request, visit, parts)
    return { ...answer, headers: { ...answer.headers, ...anywhere } }
  }
  return {
    ...routesFor(methods, '/blocks/:key/handlers/:handler', call),
    ...routesFor(methods, '/blocks/:key/signed/:learner/:signature/:handler', callSigned),
    ...routesFor(['OPTIONS'], '/blocks/:key/signed/:learner/:signature/:handler', permission),
    async 'GET /blocks/:key/views/:view'(request, { key = '', view = '' }) {
      const asked = parseUsageKey(key)
      const { learner, published } = await host.visitors.visit(request, asked.context)
      const usage = newestUsage(published, asked)
      const unit = await unitOf(published, usage)
      const body = await host.courseware.data(unit, learner, usage.toString(), view)
      return {
        status: 200,
        headers: { 'content-type': 'application/json', 'cache-control': 'private, no-cache' },
        body,
      }
    },
  }
}

/** The context of the block, or aside, that is called. */
function calledIn({ key = '' }: PathParts): LearningContextKey {
  const called = parseKey(key)
  return (called instanceof AsideUsageKey ? called.usage : parseUsageKey(key)).context
}

/** Whether a handler of a block takes JSON, and not whatever is sent. */
export function takesJson(types: BlockTypes, { key = '', handler = '' }: PathParts): boolean {
  const called = parseKey(key)
  if (!(called instanceof UsageKey)) return false
  return types.get(called.blockType)?.handlers.get(handler)?.takes === 'json'
}

/** Calls a handler with what a form sent, and leads back to the page it was on. */
async function submitForm(
  host: Parts,
  request: HostRequest,
  { learner, published }: Visit,
  { key = '', handler = '', suffix = '' }: PathParts,
): Promise<HostResponse> {
  const usage = newestUsage(published, parseUsageKey(key))
  const unit = await unitOf(published, usage)
  const { status, body } = await host.courseware.submit(unit, learner, {
    usageKey: usage.toString(),
    handler,
    request: formAsJson(await requestOf(request, suffix)),
  })
  const below = `${host.base}/units`
  const of = { page: `${below}/${encodeURIComponent(unit.toString())}`, below, unit: unit.toString() }
  return backTo(of, { status, headers: {}, body })
}

/**
 * Calls a handler of a block or aside.
 * @param within usage key of the unit it must be in, as text; any unit when left out
 * @throws CompositorError `block-not-found`, and those of handlers
 */
export async function submit(
  courseware: Courseware,
  request: HostRequest,
  { learner, published }: Visit,
  { key = '', handler = '', suffix = '' }: PathParts,
  within?: string,
): Promise<HostResponse> {
  const called = parseKey(key)
  const isAside = called instanceof AsideUsageKey
  const usage = isAside ? called.usage : newestUsage(published, parseUsageKey(key))
  const unit = await unitOf(published, usage, within)
  const answer = await courseware.submit(unit, learner, {
    usageKey: isAside ? called.toString() : usage.toString(),
    handler,
    request: await requestOf(request, suffix),
  })
  return handlerAnswer(request, answer)
}

/** A request as handlers see it. */
export async function requestOf(request: HostRequest, suffix: string): Promise<HandlerRequest> {
  const [bytes, contentType] = [await request.bytes(), request.header('content-type')]
  return {
    method: request.method,
    suffix,
    query: new Map(request.query),
    body: await request.text(),
    bytes,
    ...(contentType !== undefined && { contentType }),
  }
}

/** What a browser asks before it sends JSON to another site. */
function permission(): HostResponse {
  const headers = {
    ...anywhere,
    'access-control-allow-methods': takenMethods,
    'access-control-allow-headers': 'content-type',
  }
  return { status: 204, headers, body: '' }
}

/** A route for each method, with and without a suffix. */
export function routesFor(names: readonly string[], path: string, route: RouteHandler): RouteTable {
  return Object.fromEntries(
    names.flatMap((method) => [
      [`${method} ${path}`, route],
      [`${method} ${path}/:suffix*`, route],
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
