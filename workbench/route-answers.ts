import type { HostRequest, HostResponse } from '../host/http/exchange.js'
import type { PathParts, RouteTable } from '../host/http/router.js'
import { methods, refuseForeign } from '../host/routes/block-routes.js'
import type { Learner } from '../lms/index.js'
import { describingHeaders } from '../plugins/index.js'
import type { Bench } from './bench.js'
import { people } from './person.js'

/** The routes of plugins under work, where a host has them. */
export function pluginRouteAnswers(bench: Bench): RouteTable {
  const answer = async (request: HostRequest, { plugin = '' }: PathParts): Promise<HostResponse> => {
    const person = personAt(request.header('referer'))
    if (person && request.method !== 'GET' && request.method !== 'HEAD') refuseForeign(request)
    const [, , name = ''] = request.path.split('/')
    const sent = {
      plugin,
      method: request.method,
      path: request.path.slice(`/plugins/${name}`.length) || '/',
      address: `${request.origin ?? ''}${request.path}`,
      query: [...request.query],
      headers: headersOf(request, bench),
      bytes: await request.bytes(),
      person,
    }
    const { status, contentType, headers, body } = await bench.inTurn(() => bench.stage.route(sent))
    return { status, headers: { 'content-type': contentType, 'cache-control': 'no-store', ...headers }, body }
  }
  return Object.fromEntries(methods.map((method) => [`${method} /plugins/:plugin/:rest*`, answer]))
}

/** What any route under work may read; the stage gives each its own. */
function headersOf(request: HostRequest, { catalogue: { routeHeaders } }: Bench): Record<string, string> {
  const names = [...describingHeaders, ...routeHeaders, 'authorization']
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = request.header(name)
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/** Who looks at the page of a scenario that sent a request. */
function personAt(page: string | undefined): Learner | undefined {
  const id = /\/scenarios\/[^/]+\/as\/([^/]+)\//.exec(page ?? '')?.[1]
  return people.find((one) => one.id === id)
}
