import type { HandlerResponse, HandlerSpec } from '../runtime/index.js'
import { limitOf } from '../host/http/body-bounds.js'
import type { HostRequest } from '../host/http/exchange.js'
import { takenRequest, type TakenRequest } from '../host/http/handler-request.js'
import { defaultUploadLimit, tooLarge } from '../host/http/request-body.js'
import type { Called, HandlerCall } from './stage-door.js'

/** What a handler is sent, taken as a host takes it. */
export async function takenCall(
  { request: { method, suffix, query, contentType, bytes } }: HandlerCall,
  spec: HandlerSpec | undefined,
): Promise<TakenRequest> {
  const limit = limitOf(spec, {}) ?? defaultUploadLimit
  if (bytes.byteLength > limit) throw tooLarge(limit)
  const asked: HostRequest = {
    method,
    path: '',
    query: new URLSearchParams([...query]),
    header: (name) => (name === 'content-type' ? contentType : undefined),
    bytes: () => Promise.resolve(bytes),
    text: () => Promise.resolve(Buffer.from(bytes).toString('utf8')),
  }
  return takenRequest(asked, suffix, spec, limit)
}

/** An answer as plain data, which goes from thread to thread. */
export async function answerAsData(answer: HandlerResponse): Promise<Pick<Called, 'file' | 'response'>> {
  const { file, stream, ...response } = answer
  if (stream) return { response: { ...response, body: await bytesOf(stream) } }
  if (!file) return { response }
  return { response: { ...response, body: await file.stored.bytes() }, ...(file.hash && { file: file.hash }) }
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of stream as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>)
    pieces.push(piece)
  return Buffer.concat(pieces)
}
