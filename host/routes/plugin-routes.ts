import { callRoute, findRoute, type FoundRoute } from '../../plugins/index.js'
import {
  asOfRoute,
  CompositorError,
  parseUsageKey,
  type HandlerResponse,
  type Json,
  type RouteCall,
  type RouteCallAnswer,
  type RouteCaller,
  type RouteSite,
} from '../../runtime/index.js'
import { staffOnly } from '../../lms/index.js'
import type { HostParts } from '../host-parts.js'
import type { HostRequest, HostResponse } from '../http/exchange.js'
import { handlerAnswer } from '../http/handler-answer.js'
import type { RouteTable } from '../http/router.js'
import type { RequestHead } from '../learner-of.js'
import { newestUsage, unitOf } from '../unit-of.js'
import { methods, refuseForeign } from './block-routes.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'base' | 'courseware' | 'visitors' | 'pluginStores'>

/** Where tools and pages call plugins themselves: below `/plugins/NAME`. */
export function pluginRoutes(host: Parts): RouteTable {
  const { types } = host.courseware.options.loaded
  const answer = async (
    request: HostRequest,
    { plugin = '' }: Readonly<Record<string, string>>,
  ): Promise<HostResponse> => {
    const prefix = `${host.base}/plugins/${request.path.slice(host.base.length).split('/')[2] ?? ''}`
    const path = request.path.slice(prefix.length) || '/'
    const found = findRoute(types.plugins(), plugin, { method: request.method, path })
    const caller = callerOf(host, request, found)
    const sent = {
      method: request.method,
      address: `${request.origin ?? ''}${request.path}`,
      query: request.query,
      bytes: await request.bytes(),
      header: (name: string) => request.header(name),
    }
    const response = await callRoute(found, sent, caller, siteOf(host, request, found))
    return handlerAnswer(request, response)
  }
  return Object.fromEntries(methods.map((method) => [`${method} /plugins/:plugin/:rest*`, answer]))
}

/** Who calls, where the route is for somebody; nobody is looked for elsewhere. */
function callerOf({ visitors }: Parts, request: HostRequest, { route }: FoundRoute): RouteCaller | undefined {
  if (route.for === 'anybody') return undefined
  if (request.method !== 'GET' && request.method !== 'HEAD') refuseForeign(request)
  const person = visitors.learnerOf(request)
  if (route.for === 'staff') staffOnly(person)
  const { id, anonymousId, isStaff } = person
  return { id, anonymousId, isStaff }
}

function siteOf(host: Parts, { path, id }: HostRequest, { plugin }: FoundRoute): RouteSite {
  const { types } = host.courseware.options.loaded
  const isOwn = (type: string) => types.pluginOf(type) === plugin
  const { settings = {}, now } = host.courseware.options
  // Whoever admits the learner hears nothing of the tool that called.
  const head: RequestHead = { path, ...(id !== undefined && { id }), header: () => undefined }
  return {
    store: host.pluginStores.of(plugin.name),
    now,
    settings: (type) => (isOwn(type) && Object.hasOwn(settings, type) ? (settings[type] ?? {}) : {}),
    call: async (call) => {
      const asked = parseUsageKey(call.usage)
      if (!isOwn(asked.blockType)) {
        throw new CompositorError(
          'block-not-found',
          `'${call.usage.slice(0, 300)}' is no block of plugin '${plugin.name}'.`,
        )
      }
      return called(await handled(host, head, call))
    },
  }
}

async function handled(
  { visitors, courseware }: Parts,
  head: RequestHead,
  { usage, learner: id, handler, input = {} }: RouteCall,
): Promise<HandlerResponse> {
  const asked = parseUsageKey(usage)
  const { learner, published } = await visitors.visitByToken(head, { id }, asked.context)
  const newest = newestUsage(published, asked)
  const unit = await unitOf(published, newest)
  const body = JSON.stringify(input)
  const request = asOfRoute({
    method: 'POST',
    suffix: '',
    query: new Map<string, string>(),
    body,
    bytes: Buffer.from(body),
    contentType: 'application/json',
  })
  return courseware.submit(unit, learner, { usageKey: newest.toString(), handler, request })
}

function called({ status, contentType, body }: HandlerResponse): RouteCallAnswer {
  const text = typeof body === 'string' ? body : Buffer.from(body).toString('utf8')
  return { status, body: contentType.startsWith('application/json') ? (JSON.parse(text) as Json) : text }
}
