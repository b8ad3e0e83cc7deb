import type { JsonObject } from '../../runtime/index.js'

/** What a route sees of a request: as little as both a fetch `Request` and a Node request can give cheaply. */
export interface HostRequest {
  readonly method: string
  /** What the host calls the request in its log and its answer; known once the front door has taken it. */
  id?: string
  /** The path, still percent-encoded. */
  readonly path: string
  readonly query: URLSearchParams
  /** Scheme and host the request was sent to, such as `http://127.0.0.1:8000`, as far as it is known. */
  readonly origin?: string
  header(name: string): string | undefined
  /** The body as it came. @param limit most bytes; the host's if left out @throws CompositorError `request-too-large`, `handler-input` */
  bytes(limit?: number): Promise<Uint8Array>
  /** The body as UTF-8 text. @throws CompositorError `request-too-large` */
  text(): Promise<string>
  /**
   * The body piece by piece as it comes in, for what may be larger than other bodies; whoever reads it bounds it. Left out where
   * the whole is at hand as `bytes`.
   */
  stream?(): AsyncIterable<Uint8Array>
}

/** What a route answers. */
export interface HostResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
  /** What is sent in place of the body, for as long as its source goes on. */
  readonly stream?: ReadableStream<Uint8Array>
  /** Origins of other sites that this page loads scripts from, as its plugins name them. */
  readonly scriptOrigins?: readonly string[]
  /** Whether this very object answers many requests, so that what is made of it is worth keeping. */
  readonly isKept?: true
}

/** An HTML page. Pages hold a learner's own data, so no shared cache may keep them. */
export function htmlResponse(
  body: string | Uint8Array,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): HostResponse {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'private, no-cache', ...headers },
    body,
  }
}

/** A JSON answer. */
export function jsonAnswer(
  value: object,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): HostResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'private, no-cache', ...headers },
    body: JSON.stringify(value satisfies object | JsonObject),
  }
}

/** A redirect that makes the browser GET another page. */
export function seeOther(location: string, headers: Readonly<Record<string, string>> = {}): HostResponse {
  return { status: 303, headers: { location, ...headers }, body: '' }
}
