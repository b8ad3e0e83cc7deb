import type { HostRequest } from '../host/index.js'

/** A request for a unit's page, of a host that asks for the learner by the header `x-learner`. */
export function pageRequest(unit: string, learner: string): HostRequest {
  const query = new URLSearchParams()
  return {
    method: 'GET',
    path: `/units/${encodeURIComponent(unit)}`,
    query,
    header: (name) => (name === 'x-learner' ? learner : undefined),
    bytes: () => Promise.resolve(new Uint8Array()),
    text: () => Promise.resolve(''),
  }
}
