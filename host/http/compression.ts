import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { HostRequest, HostResponse } from './exchange.js'

const gzipped = promisify(gzip)

/** Below this many bytes a body and its headers fit one packet anyway. */
const smallest = 1200

const compressible = /^(?:text\/|image\/svg\+xml|application\/(?:json|javascript|xml|xhtml\+xml))/

/** Bodies that are sent again and again, such as kept pages, are compressed once. */
const kept = new WeakMap<Uint8Array, Promise<Buffer>>()

/** What answers become that are sent again and again to clients that take none. */
const keptPlain = new WeakMap<HostResponse, HostResponse>()

/**
 * An answer as it is sent to this client: text is compressed, off the event loop, for those that take gzip. Its entity
 * tag becomes a weak one, as RFC 9110 (8.8.1) asks where the bytes differ by encoding.
 */
export async function compressed(request: HostRequest, answer: HostResponse): Promise<HostResponse> {
  const { status, headers, body, stream } = answer
  if (stream || status !== 200 || body.length < smallest) return answer
  if (!compressible.test(headers['content-type'] ?? '') || headers['content-encoding']) return answer
  if (!takesGzip(request.header('accept-encoding'))) return plain(answer)
  const varying = varyingHeaders(answer)
  const etag = headers['etag']
  return {
    status,
    headers: { ...varying, 'content-encoding': 'gzip', ...(etag && { etag: `W/${etag}` }) },
    body: await (typeof body === 'string' ? gzipped(body) : keptGzip(body)),
  }
}

function plain(answer: HostResponse): HostResponse {
  if (!answer.isKept) return { ...answer, headers: varyingHeaders(answer) }
  let made = keptPlain.get(answer)
  if (!made) keptPlain.set(answer, (made = { ...answer, headers: varyingHeaders(answer) }))
  return made
}

function varyingHeaders({ headers }: HostResponse): Readonly<Record<string, string>> {
  const { vary } = headers
  return { ...headers, vary: vary === undefined ? 'accept-encoding' : `${vary}, accept-encoding` }
}

/** Whether a client that sent this `If-None-Match` has the body of this strong entity tag, in whatever encoding. */
export function hasCurrent(request: HostRequest, etag: string): boolean {
  const given = request.header('if-none-match')
  if (given === undefined) return false
  if (given === etag) return true
  return given.split(',').some((one) => ['*', etag].includes(one.trim().replace(/^W\//, '')))
}

function keptGzip(body: Uint8Array): Promise<Buffer> {
  const known = kept.get(body)
  if (known) return known
  const making = gzipped(body)
  kept.set(body, making)
  return making
}

function takesGzip(accepted: string | undefined): boolean {
  return accepted !== undefined && /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(accepted)
}
