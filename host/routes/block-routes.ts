import {
  AsideUsageKey,
  CompositorError,
  parseKey,
  parseUsageKey,
  UsageKey,
  type BlockTypes,
  type HandlerSpec,
  type LearningContextKey,
} from '../../runtime/index.js'
import type { Happening } from '../../lms/index.js'
import type { Visit } from '../admission.js'
import type { HostParts } from '../host-parts.js'
import type { HostRequest, HostResponse } from '../http/exchange.js'
import { limitOf, takesTurn, type BodyBounds } from '../http/body-bounds.js'
import { handlerAnswer } from '../http/handler-answer.js'
import { takenRequest, TakenRequest } from '../http/handler-request.js'
import type { PathParts, RouteHandler, RouteTable } from '../http/router.js'
import { stampedFiles } from '../stamped-files.js'
import { newestUsage, unitOf } from '../unit-of.js'
import { backTo, formAsJson, isFormPost } from './form-posts.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'base' | 'bodies' | 'courseware' | 'signatures' | 'visitors'>

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
    return isFormPost(request, calledHandler(host.courseware.options.loaded.types, parts))
      ? submitForm(host, request, visit, parts)
      : submit(host, request, visit, parts)
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
    const answer = await submit(host, request, visit, parts)
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

/** What a handler says of itself, by the key it is called under; undefined where there is none. */
export function calledHandler(
  types: BlockTypes,
  { key = '', handler = '' }: PathParts,
): HandlerSpec | undefined {
  const called = parseKey(key)
  const type =
    called instanceof UsageKey
      ? types.get(called.blockType)
      : called instanceof AsideUsageKey
        ? types.asides?.find(({ name }) => name === called.asideType)
        : undefined
  return type?.handlers.get(handler) ?? type?.handlers.get('fallback_handler')
}

/** Calls a handler with what a form sent, and leads back to the page it was on, unless it answers with a file. */
async function submitForm(
  host: Parts,
  request: HostRequest,
  visit: Visit,
  parts: PathParts,
): Promise<HostResponse> {
  const usage = newestUsage(visit.published, parseUsageKey(parts['key'] ?? ''))
  const unit = (await unitOf(visit.published, usage)).toString()
  const below = `${host.base}/units`
  const answer = await submit(host, request, visit, parts, { asForm: true })
  return backTo({ page: `${below}/${encodeURIComponent(unit)}`, below, unit }, answer)
}

/** How a handler is called. */
export interface CallingOptions {
  /** Usage key of the unit it must be in, as text; any unit when left out. */
  readonly within?: string
  /** Whether a browser sent it as a form and runs no scripts. */
  readonly asForm?: boolean
  /** Told what it led to. */
  readonly tell?: (happenings: readonly Happening[]) => void
}

/**
 * Calls a handler of a block or aside.
 * @throws CompositorError `block-not-found`, `request-too-large`, and those of handlers
 */
export async function submit(
  { bodies, courseware }: Pick<HostParts, 'bodies' | 'courseware'>,
  request: HostRequest,
  { learner, published }: Visit,
  parts: PathParts,
  { within, asForm = false, tell }: CallingOptions = {},
): Promise<HostResponse> {
  const { key = '', handler = '', suffix = '' } = parts
  const called = parseKey(key)
  const isAside = called instanceof AsideUsageKey
  const usage = isAside ? called.usage : newestUsage(published, parseUsageKey(key))
  const unit = await unitOf(published, usage, within)
  const spec = calledHandler(courseware.options.loaded.types, parts)
  await using sent = await takenFor(request, suffix, {
    spec,
    isStaff: learner.isStaff,
    by: learner.id,
    bodies,
  })
  const answer = await courseware.submit(unit, learner, {
    usageKey: isAside ? called.toString() : usage.toString(),
    handler,
    request: asForm ? formAsJson(sent.request) : sent.request,
    tell,
  })
  const given = await handlerAnswer(request, answer)
  return typeof given.body === 'string'
    ? { ...given, body: await stampedFiles(given.body, published) }
    : given
}

/** Takes what a handler was sent; nothing of what is sent to one that its caller may not call. */
export async function takenFor(
  request: HostRequest,
  suffix: string,
  to: {
    readonly spec: HandlerSpec | undefined
    readonly isStaff: boolean
    /** Whose it is, by the host's id. */
    readonly by: string
    readonly bodies: BodyBounds
  },
): Promise<TakenRequest> {
  const { spec, isStaff, by, bodies } = to
  if (spec?.for === undefined || isStaff) {
    const turn = takesTurn(spec, bodies) ? bodies.uploads?.take(by) : undefined
    return takenRequest(request, suffix, spec, limitOf(spec, bodies), turn)
  }
  return new TakenRequest({ method: request.method, suffix, query: new Map(request.query), body: '' })
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
