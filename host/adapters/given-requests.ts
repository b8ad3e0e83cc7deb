import type { RequestHead } from '../learner-of.js'

/** What servers gave for a host's requests, for as long as those last. */
const given = new WeakMap<RequestHead, object>()

/** Notes of which server's request a host's request is made. */
export function noteGiven<Head extends RequestHead>(head: Head, request: object): Head {
  given.set(head, request)
  return head
}

/**
 * The request of the server that the host is mounted in, as `learner`, `access` and `bearer` are asked: a session that other
 * middleware put on it says who it is from. Undefined of a request that came another way, such as by `host.fetch`.
 * @typeParam Given what the server calls a request
 */
export function givenRequest<Given extends object>(head: RequestHead): Given | undefined {
  return given.get(head) as Given | undefined
}
