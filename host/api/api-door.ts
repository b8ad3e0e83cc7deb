import { refuseOtherDraft } from '../../content/index.js'
import { CompositorError } from '../../runtime/index.js'
import { apiPath } from '../front-door.js'
import type { HostParts } from '../host-parts.js'
import { jsonAnswer, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { PathParts, RouteHandler, RouteTable } from '../http/router.js'
import { contextKeyOf } from '../libraries/context-of-key.js'
import { refuseForeign } from '../routes/block-routes.js'
import type { ApiMethod, ApiRoute, PlainReply } from './api-route.js'
import { draftChangedAnswer, expectedDraft, expectedMark } from './precondition.js'

const methods: readonly ApiMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** The routes of the API for a host's router. What is below `/api/v1` and in no route is refused. */
export function doorOf(host: HostParts, routes: readonly ApiRoute[]): RouteTable {
  const table: Record<string, RouteHandler> = {}
  const taken = new Map<string, ApiMethod[]>()
  for (const route of routes) {
    table[`${route.method} ${apiPath}${route.path}`] = (request, parts) =>
      answered(host, route, request, parts)
    const shape = route.path.replace(/:\w+/g, ':part')
    taken.set(shape, [...(taken.get(shape) ?? []), route.method])
  }
  for (const [shape, known] of taken) {
    for (const method of methods.filter((one) => !known.includes(one)))
      table[`${method} ${apiPath}${shape}`] ??= () => refusedMethod(known)
  }
  for (const method of methods) table[`${method} ${apiPath}/:rest*`] = nothingThere
  return table
}

async function answered(
  host: HostParts,
  route: ApiRoute,
  request: HostRequest,
  parts: PathParts,
): Promise<HostResponse> {
  const { callers, permissions, drafts, content } = host
  const isByToken = callers.bringsToken(request)
  const caller = route.may === 'anybody' ? callers.nobody() : await callers.ofApi(request)
  if (!isByToken && route.may !== 'anybody') refuseForeign(request)
  const named = parts['context'] ?? parts['usage'] ?? parts['key'] ?? ''
  if (route.may !== 'anybody' && route.may !== 'somebody')
    await permissions.allow(request, caller, route.may, named)
  const asked = { host, request, caller, parts, query: queryOf(request) }
  if (!route.changesDraft) {
    const expected = route.mayMatch && expectedMark(request)
    return replyOf(await route.answer({ ...asked, body: await bodyOf(route, request), expected }))
  }
  const context = contextKeyOf(named)
  const expected = expectedDraft(request)
  try {
    refuseOtherDraft(context, (await drafts.head(context)).draft, expected)
    return replyOf(await route.answer({ ...asked, body: await bodyOf(route, request), expected }))
  } catch (thrown) {
    const error = CompositorError.from(thrown, 'host-failed')
    if (error.code !== 'draft-changed') throw thrown
    return draftChangedAnswer(content, context, expected, error)
  }
}

/** What a query says; a name that stands in it more than once has a list. */
function queryOf({ query }: HostRequest): Readonly<Record<string, string | readonly string[]>> {
  const names = [...new Set(query.keys())]
  return Object.fromEntries(
    names.map((name) => {
      const [first = '', ...more] = query.getAll(name)
      return [name, more.length > 0 ? [first, ...more] : first]
    }),
  )
}

/** What was sent, before its schema has read it. @throws CompositorError `handler-input`, `request-too-large` */
async function bodyOf({ body }: ApiRoute, request: HostRequest): Promise<unknown> {
  if (body === undefined) return undefined
  const type = (request.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  const taken = 'upload' in body ? body.upload : ['application/json']
  // Never what a form of another site can send.
  if (!taken.includes(type)) {
    const message = `The body has to be ${taken.join(' or ')}, it is '${type.slice(0, 100)}'.`
    throw new CompositorError('handler-input', message)
  }
  if ('upload' in body) return request.stream?.() ?? [await request.bytes()]
  try {
    return JSON.parse(await request.text())
  } catch (thrown) {
    const error = CompositorError.from(thrown, 'handler-input')
    if (error.code !== 'handler-input') throw error
    throw new CompositorError('handler-input', 'The body of the request is not JSON.', { cause: thrown })
  }
}

function replyOf({ status, body, draft, mark = draft, location, response }: PlainReply): HostResponse {
  if (response) return response
  const headers = {
    'cache-control': 'no-store',
    ...(mark !== undefined && { etag: `"${mark}"` }),
    ...(location !== undefined && { location }),
  }
  return body === undefined ? { status, headers, body: '' } : jsonAnswer(body as object, status, headers)
}

function refusedMethod(known: readonly ApiMethod[]): never {
  throw new CompositorError('handler-method', `This address takes ${known.join(' and ')}.`, {
    methods: known,
  })
}

function nothingThere({ path }: HostRequest): never {
  throw new CompositorError('page-not-found', `The API has nothing at '${path.slice(0, 200)}'.`)
}
