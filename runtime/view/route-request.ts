import type { HandlerRequest } from './handler-request.js'

/** Not to be had of anything that is sent: a request has it where a route of the block's own plugin makes it. */
const ofRoute = Symbol('of a route')

/** The same request, as one that a route of the block's plugin makes: handlers `for: 'route'` take it. */
export function asOfRoute<R extends Partial<HandlerRequest> | { readonly query?: object }>(request: R): R {
  return { ...request, [ofRoute]: true }
}

/** Whether a route of the block's plugin makes a request. */
export function isOfRoute(request: HandlerRequest): boolean {
  return ofRoute in request
}
