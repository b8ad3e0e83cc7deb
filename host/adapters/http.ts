/** Mounts a host in a server of `node:http`, `node:https` or what takes its listeners, such as Connect and Polka. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestHead } from '../learner-of.js'
import { givenRequest as given } from './given-requests.js'
import { answerIn, isBelow, type MountedHost } from './mounted-host.js'
import { forwardedTo, type ProxyTrust } from './sent-to.js'

export type { MountedHost } from './mounted-host.js'
export type { ProxyTrust } from './sent-to.js'

/**
 * Node’s message, as `learner`, `access` and `bearer` are asked: what was put on it says who it is from. Undefined of one that came another way.
 * @typeParam Given the message with what was put on it
 */
export function givenRequest<Given extends IncomingMessage = IncomingMessage>(
  head: RequestHead,
): Given | undefined {
  return given(head)
}

/** A listener of `node:http`, or middleware that hands on what it does not answer. */
export type HttpListener = (
  request: IncomingMessage,
  response: ServerResponse,
  next?: (error?: unknown) => void,
) => void

/** Answers what is below the host's `base`: `createServer(httpListener(host))`. What is elsewhere goes on to `next`, or does not exist. */
export function httpListener(host: MountedHost, trust: ProxyTrust = {}): HttpListener {
  return (message, response, next) => {
    if (next && !isBelow(host, message.url ?? '/')) return next()
    const header = (name: string) => message.headers[name]?.toString()
    void answerIn(host, { message, response, given: message, sentTo: forwardedTo(header, trust) })
  }
}
