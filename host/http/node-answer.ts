import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { compressed } from './compression.js'
import type { HostRequest, HostResponse } from './exchange.js'
import { requestIdHeader } from './request-id.js'

/** Gives a host's answers: `Host.answer`. */
export type Answering = (request: HostRequest) => HostResponse | Promise<HostResponse>

/**
 * Sends what a host answers, compressed where the browser takes it: what is known at once, at once. It never throws.
 * @param onEndless told of an answer that goes on for as long as its page listens
 */
export function respondTo(
  answer: Answering,
  request: HostRequest,
  response: ServerResponse,
  onEndless?: () => void,
): void | Promise<void> {
  try {
    const answered = answer(request)
    const sent = answered instanceof Promise ? answered : compressed(request, answered)
    if (!(sent instanceof Promise) && !sent.stream) return sendWhole(request, response, sent)
    return respondLater(request, response, answered, onEndless)
  } catch {
    breakOff(response)
  }
}

/** Milliseconds for which a body that nobody wants is still listened to, so that its sender comes to read the answer. */
const linger = 3000

/** Ends a request that was answered before it was read, where its sender goes on. */
export function endUnread(message: IncomingMessage): void {
  if (message.complete) return
  message.resume()
  const timer = setTimeout(() => message.complete || message.socket.destroy(), linger)
  timer.unref()
}

async function respondLater(
  request: HostRequest,
  response: ServerResponse,
  answer: HostResponse | Promise<HostResponse>,
  onEndless: (() => void) | undefined,
): Promise<void> {
  try {
    const sent = await compressed(request, await answer)
    if (sent.headers['content-type'] === 'text/event-stream') onEndless?.()
    if (sent.stream) await sendStream(request, response, sent, sent.stream)
    else sendWhole(request, response, sent)
  } catch {
    breakOff(response)
  }
}

/** Names and values of headers, one after the other, of answers that are sent again and again. */
const keptHeads = new WeakMap<HostResponse, readonly string[]>()

function headOf(answer: HostResponse): readonly string[] {
  const known = keptHeads.get(answer)
  if (known) return known
  const { status, body } = answer
  const head = Object.entries(answer.headers).flat()
  const hasBody = status !== 204 && status !== 304
  if (hasBody)
    head.push('content-length', String(typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength))
  if (answer.isKept) keptHeads.set(answer, head)
  return head
}

function sendWhole({ id }: HostRequest, response: ServerResponse, answer: HostResponse): void {
  // Answers are shared by many requests, ids are not.
  const head = id === undefined ? [...headOf(answer)] : [...headOf(answer), requestIdHeader, id]
  response.writeHead(answer.status, head).end(answer.body)
}

async function sendStream(
  request: HostRequest,
  response: ServerResponse,
  { status, headers }: HostResponse,
  stream: ReadableStream<Uint8Array>,
): Promise<void> {
  const { id } = request
  response.writeHead(status, id === undefined ? headers : { ...headers, [requestIdHeader]: id })
  if (request.method === 'HEAD') {
    response.end()
    return stream.cancel()
  }
  await pipeline(Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]), response)
}

/** Ends an answer that cannot be sent: a header Node refuses, a source that broke off, a browser that went away. */
function breakOff(response: ServerResponse): void {
  if (response.headersSent) response.destroy()
  else response.writeHead(500).end()
}
