import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { HostRequest, HostResponse } from './exchange.js'

/** Content codings that texts are sent in, the best first. */
type Coding = 'br' | 'gzip'

const gzipped = promisify(gzip)
const brotlied = promisify(brotliCompress)

/** At this level brotli makes pages smaller than gzip does, in half the time. */
const brotliQuality = 5

/** Below this many bytes a body and its headers fit one packet anyway. */
const smallest = 1200

const compressible = /^(?:text\/|image\/svg\+xml|application\/(?:json|javascript|xml|xhtml\+xml))/

/** What a body is in each coding, or will be. */
interface Forms {
  br?: Buffer | Promise<Buffer>
  gzip?: Buffer | Promise<Buffer>
}

/** Bodies that are sent again and again, such as kept pages, are compressed once in each coding that is asked for. */
const kept = new WeakMap<Uint8Array, Forms>()

/** What answers become that are sent again and again, by coding; '' for clients that take none. */
const keptAnswers = new WeakMap<HostResponse, Partial<Record<Coding | '', HostResponse>>>()

/**
 * An answer as it is sent to this client, at once where it was made before: text is compressed, off the event loop, for those
 * that take brotli or gzip. Its entity tag becomes a weak one, as RFC 9110 (8.8.1) asks where the bytes differ by encoding.
 */
export function compressed(request: HostRequest, answer: HostResponse): HostResponse | Promise<HostResponse> {
  const { status, headers, body, stream } = answer
  if (stream || status !== 200 || body.length < smallest) return answer
  const coding = codingFor(request.header('accept-encoding'))
  const known = answer.isKept && keptAnswers.get(answer)?.[coding]
  if (known) return known
  if (!compressible.test(headers['content-type'] ?? '') || headers['content-encoding']) return answer
  if (coding === '') return keep(answer, coding, { ...answer, headers: varyingHeaders(answer) })
  const form = typeof body === 'string' ? made(body, coding) : keptForm(body, coding)
  if (form instanceof Promise)
    return form.then((bytes) => keep(answer, coding, inForm(answer, coding, bytes)))
  return keep(answer, coding, inForm(answer, coding, form))
}

function inForm(answer: HostResponse, coding: Coding, body: Buffer): HostResponse {
  const { status, headers, isKept } = answer
  const { etag } = headers
  return {
    status,
    headers: { ...varyingHeaders(answer), 'content-encoding': coding, ...(etag && { etag: `W/${etag}` }) },
    body,
    ...(isKept && { isKept }),
  }
}

function keep(answer: HostResponse, coding: Coding | '', sent: HostResponse): HostResponse {
  if (!answer.isKept) return sent
  const all = keptAnswers.get(answer)
  if (all) all[coding] = sent
  else keptAnswers.set(answer, { [coding]: sent })
  return sent
}

function varyingHeaders({ headers }: Pick<HostResponse, 'headers'>): Readonly<Record<string, string>> {
  const { vary } = headers
  if (vary?.includes('accept-encoding')) return headers
  return { ...headers, vary: vary === undefined ? 'accept-encoding' : `${vary}, accept-encoding` }
}

/** Whether a client that sent this `If-None-Match` has the body of this strong entity tag, in whatever encoding. */
export function hasCurrent(request: HostRequest, etag: string): boolean {
  const given = request.header('if-none-match')
  if (given === undefined) return false
  if (given === etag) return true
  return given.split(',').some((one) => ['*', etag].includes(one.trim().replace(/^W\//, '')))
}

/**
 * The answer to a client that has what it asks for: with the headers of the full answer that tell how long, and for which
 * requests, it may go on with it (RFC 9110, 15.4.5), and none about a body.
 */
export function unchanged({ headers }: Pick<HostResponse, 'headers'>): HostResponse {
  const isText = compressible.test(headers['content-type'] ?? '')
  const all = isText ? varyingHeaders({ headers }) : headers
  const told = Object.entries(all).filter(
    ([name]) => !/^content-(?:type|length|encoding|disposition)$/.test(name),
  )
  return { status: 304, headers: Object.fromEntries(told), body: '' }
}

function keptForm(body: Uint8Array, coding: Coding): Buffer | Promise<Buffer> {
  let forms = kept.get(body)
  if (!forms) kept.set(body, (forms = {}))
  const of = forms
  const known = of[coding]
  if (known) return known
  const making = made(body, coding).then((bytes) => (of[coding] = bytes))
  return (of[coding] = making)
}

function made(body: string | Uint8Array, coding: Coding): Promise<Buffer> {
  if (coding === 'gzip') return gzipped(body)
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: brotliQuality,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
  }
  return brotlied(body, { params })
}

/** The best coding that a client takes; '' for none. */
function codingFor(accepted: string | undefined): Coding | '' {
  if (accepted === undefined) return ''
  if (takesBrotli.test(accepted)) return 'br'
  return takesGzip.test(accepted) ? 'gzip' : ''
}

const takesBrotli = /\bbr\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i
const takesGzip = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i
