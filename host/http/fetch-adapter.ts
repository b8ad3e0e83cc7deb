import type { HostRequest, HostResponse } from './exchange.js'

/** A fetch `Request` as routes see it. */
export function hostRequestOf(request: Request): HostRequest {
  const url = new URL(request.url)
  return {
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    // A Request made by hand has no Host header, but it has an address.
    header: (name) => request.headers.get(name) ?? (name === 'host' ? url.host : undefined),
    text: () => request.text(),
  }
}

/** A route's answer as a fetch `Response`. */
export function fetchResponseOf({ status, headers, body }: HostResponse): Response {
  const bodiless = status === 204 || status === 304
  return new Response(bodiless ? null : (body as ConstructorParameters<typeof Response>[0]), {
    status,
    headers,
  })
}
