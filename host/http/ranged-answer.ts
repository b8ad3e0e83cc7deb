import type { StoredFile } from '../../runtime/index.js'
import type { HostRequest, HostResponse } from './exchange.js'
import { rangeOf } from './file-range.js'

/** Most bytes of a file that is sent as one piece, compressed where that helps. */
const wholeLimit = 256 * 1024

/**
 * The whole file, or the part that a player asks for; what is large is read as it is sent.
 * @param headers with the entity tag of the file, where it has one
 */
export async function rangedAnswer(
  request: HostRequest,
  file: StoredFile,
  headers: Readonly<Record<string, string>>,
): Promise<HostResponse> {
  const { size } = file
  const range = rangeOf(request, size, headers['etag'] ?? '')
  if (range === 'none') {
    return { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` }, body: '' }
  }
  const { first, end } = range ?? { first: 0, end: size }
  const all = {
    ...headers,
    'accept-ranges': 'bytes',
    ...(range && { 'content-range': `bytes ${first}-${end - 1}/${size}` }),
  }
  const status = range ? 206 : 200
  if (!range && size <= wholeLimit) return { status, headers: all, body: await file.bytes() }
  return {
    status,
    headers: { ...all, 'content-length': String(end - first) },
    body: '',
    stream: file.stream(first, end),
  }
}
