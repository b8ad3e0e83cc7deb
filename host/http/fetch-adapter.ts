import type { HostRequest, HostResponse } from './exchange.js'
import { bodyWithin, defaultUploadLimit } from './request-body.js'
import { requestIdHeader } from './request-id.js'

/** A fetch `Request` as routes see it. @param uploadLimit largest body taken, in bytes */
export function hostRequestOf(request: Request, uploadLimit = defaultUploadLimit): HostRequest {
  const url = new URL(request.url)
  let body: Promise<Uint8Array> | undefined
  const bytes = (limit = uploadLimit) =>
    (body ??= bodyWithin(piecesOf(request.body), limit, request.headers.get('content-length')))
  return {
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    origin: url.origin,
    // A Request made by hand has no Host header, but it has an address.
    header: (name) => request.headers.get(name) ?? (name === 'host' ? url.host : undefined),
    bytes,
    text: async () => new TextDecoder().decode(await bytes()),
    stream: () => piecesOf(request.body),
  }
}

async function* piecesOf(body: Request['body']): AsyncGenerator<Uint8Array> {
  if (body) for await (const piece of body) yield piece
}

/** The answer to a request as a fetch `Response`. */
export function fetchResponseOf(
  { status, headers, body, stream }: HostResponse,
  { method, id }: Pick<HostRequest, 'method' | 'id'>,
): Response {
  const bodiless = status === 204 || status === 304 || (method === 'HEAD' && stream !== undefined)
  if (bodiless) void stream?.cancel()
  return new Response(bodiless ? null : ((stream ?? body) as ConstructorParameters<typeof Response>[0]), {
    status,
    headers: id === undefined ? { ...headers } : { ...headers, [requestIdHeader]: id },
  })
}
