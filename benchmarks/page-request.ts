import type { HostRequest } from '../host/index.js'

/** A request for a unit's page, of a host that asks for the learner by the header `x-learner`. */
export function pageRequest(unit: string, learner: string): HostRequest {
  return requestOf('GET', `/units/${encodeURIComponent(unit)}`, { 'x-learner': learner })
}

/** A request that posts JSON to a handler of a block, of the same host. */
export function handlerRequest(path: string, learner: string, body: string): HostRequest {
  return requestOf('POST', path, { 'x-learner': learner, 'content-type': 'application/json' }, body)
}

/** A request as a host gets it from its server. */
export function requestOf(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body = '',
): HostRequest {
  return {
    method,
    path,
    query: new URLSearchParams(),
    header: (name) => headers[name],
    bytes: () => Promise.resolve(Buffer.from(body)),
    text: () => Promise.resolve(body),
  }
}
