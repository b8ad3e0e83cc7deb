import type { HandlerResponse } from '../../runtime/index.js'
import type { HostRequest, HostResponse } from './exchange.js'
import { rangedAnswer } from './ranged-answer.js'
import { hasCurrent } from './compression.js'

/** What a handler answered, as it is sent: of a kept file the part that a player asks for. */
export function handlerAnswer(
  request: HostRequest,
  answer: HandlerResponse,
): HostResponse | Promise<HostResponse> {
  const { status, contentType, body, stream, file } = answer
  const headers = { 'content-type': contentType, 'cache-control': 'no-store', ...answer.headers }
  if (stream) return { status, headers, body: '', stream }
  if (!file) return { status, headers, body }
  // It is asked for again each time, as who may have it may change, and sent again where it is another.
  const etag = file.hash === undefined ? undefined : `"${file.hash}"`
  const kept = { ...headers, 'cache-control': 'private, no-cache', ...(etag !== undefined && { etag }) }
  if (etag !== undefined && hasCurrent(request, etag)) return { status: 304, headers: kept, body: '' }
  return rangedAnswer(request, file.stored, kept)
}
