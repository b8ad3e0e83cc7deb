import { CompositorError, type Plugin, type RouteAnswer, type RouteSite } from '../../runtime/index.js'
import { callRoute } from '../routes/call-route.js'
import { findRoute } from '../routes/found-route.js'
import type { HandlerAnswer, TestLearner } from './test-learner.js'

/** A request to a route of a plugin, as a test writes it. */
export interface TestRequest {
  /** `POST` if left out. */
  readonly method?: string
  /** Below the plugin's prefix: `/outcomes/t1`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly input?: RouteAnswer
  /** Sent as it is. */
  readonly body?: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

/** Has a route answer, as a host does: what it refuses is an answer. */
export async function askRoute(
  plugin: Plugin,
  { method = 'POST', path, query = {}, input, body, headers = {} }: TestRequest,
  by: TestLearner | undefined,
  site: RouteSite,
): Promise<HandlerAnswer> {
  const found = findRoute([plugin], plugin.name, { method, path })
  if (found.route.for !== 'anybody' && !by) return refusedAnswer(401, 'Nobody knows who this is from.')
  if (found.route.for === 'staff' && !by?.isStaff) return refusedAnswer(403, 'Only staff may ask this.')
  const text = body ?? (input === undefined ? '' : JSON.stringify(input))
  const named = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  const sent = {
    method,
    address: `https://test/plugins/${encodeURIComponent(plugin.name)}${path}`,
    query: Object.entries(query),
    bytes: typeof text === 'string' ? Buffer.from(text) : text,
    header: (name: string) => named.get(name),
  }
  const caller = by && { id: by.id, anonymousId: `anonymous-${by.id}`, isStaff: by.isStaff }
  try {
    const { status, contentType, body: given } = await callRoute(found, sent, caller, site)
    const isJson = contentType.startsWith('application/json') && typeof given === 'string'
    const answered = isJson ? (JSON.parse(given) as unknown) : given
    return { status, body: answered, contentType, headers: {}, refused: status >= 400 }
  } catch (thrown) {
    if (!(thrown instanceof CompositorError) || thrown.code === 'route-failed') throw thrown
    return refusedAnswer(thrown.status, thrown.message)
  }
}

function refusedAnswer(status: number, why: string): HandlerAnswer {
  const contentType = 'application/json'
  return { status, body: { error: why }, contentType, headers: {}, refused: true }
}
