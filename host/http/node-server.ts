import fastify, { type FastifyInstance } from 'fastify'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CompositorError } from '../../runtime/index.js'
import { compressed } from './compression.js'
import { Drain } from './drain.js'
import type { HostRequest, HostResponse } from './exchange.js'
import { NodeRequest } from './node-request.js'
import { defaultUploadLimit, tooLarge } from './request-body.js'
import { requestIdHeader, requestIdOf } from './request-id.js'

/**
 * A Node server for a host's `answer`, without the cost of fetch objects. It is not listening yet. What browsers
 * take compressed is sent compressed. Its `close()` takes no more connections and lets what is being answered end.
 * @param uploadLimit largest request body taken, in bytes
 * @param closeDeadline milliseconds after which `close()` breaks off what has not ended
 */
export function nodeServer(
  answer: (request: HostRequest) => HostResponse | Promise<HostResponse>,
  uploadLimit = defaultUploadLimit,
  closeDeadline = 10_000,
): FastifyInstance {
  const drain = new Drain()
  // What is known at once is sent at once.
  const respond = (request: NodeRequest, response: ServerResponse): void | Promise<void> => {
    try {
      const answered = answer(request)
      const sent = answered instanceof Promise ? answered : compressed(request, answered)
      if (!(sent instanceof Promise) && !sent.stream) return sendWhole(request, response, sent)
      return respondLater(request, response, answered)
    } catch {
      breakOff(response)
    }
  }

  const server = fastify({
    bodyLimit: uploadLimit,
    forceCloseConnections: true,
    return503OnClosing: false,
    // It holds for closing, too, which has a deadline of its own.
    pluginTimeout: 0,
    routerOptions: { maxParamLength: 8000 },
    // Requests without a body need none of what fastify does before a handler, and uploads are read as they come.
    serverFactory: (withBody) =>
      createServer((message, response) => {
        drain.began(response)
        if (message.method === 'GET' || message.method === 'HEAD') {
          void respond(new NodeRequest(message, noBody), response)
        } else if (isStreamed(message.url)) {
          response.once('finish', () => endUnread(message))
          void respond(new NodeRequest(message, undefined, uploadLimit), response)
        } else {
          withBody(message, response)
        }
      }),
  })
  server.addHook('preClose', () => drain.close(server.server, closeDeadline))
  // Of what fastify refuses by itself.
  server.addHook('onSend', async ({ raw }, reply) => {
    reply
      .header('x-content-type-options', 'nosniff')
      .header(requestIdHeader, requestIdOf(new NodeRequest(raw)))
  })
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  server.setErrorHandler((error, request, reply) => {
    const { code: reason, statusCode = 500 } = error as { code?: string; statusCode?: number }
    if (statusCode >= 500) throw error
    const refused =
      reason === 'FST_ERR_CTP_BODY_TOO_LARGE'
        ? tooLarge(uploadLimit)
        : new CompositorError('handler-input', 'The body of the request cannot be read.', { cause: error })
    const { code, message, status, remedy } = refused
    const isApi = request.url.includes('/api/v1/')
    return reply.code(status).send(isApi ? { code, message, remedy } : { error: { code, message } })
  })
  server.route({
    method: ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url: '*',
    async handler({ raw, body }, reply) {
      reply.hijack()
      await respond(new NodeRequest(raw, Buffer.isBuffer(body) ? Promise.resolve(body) : noBody), reply.raw)
    },
  })
  return server
}

const noBody = Promise.resolve(Buffer.alloc(0))

/** Milliseconds for which a body that nobody wants is still listened to, so that its sender comes to read the answer. */
const linger = 3000

/** Whether the body of a request is read piece by piece, by whoever bounds it. */
function isStreamed(url = ''): boolean {
  return (
    /\/(?:api\/v1\/imports|author\/imports|author\/(?:blocks|libraries)\/[^/?]+\/files)(?:\?|$)/.test(url) ||
    handlerCall.test(url)
  )
}

/** Handlers say themselves how large a body they take. */
const handlerCall = /^[^?]*\/blocks\/[^/?]+\/(?:handlers\/[^/?]+|signed\/[^/?]+\/[^/?]+\/[^/?]+)/

/** Ends a request that was answered before it was read, where its sender goes on. */
function endUnread(message: IncomingMessage): void {
  if (message.complete) return
  message.resume()
  const timer = setTimeout(() => message.complete || message.socket.destroy(), linger)
  timer.unref()
}

async function respondLater(
  request: HostRequest,
  response: ServerResponse,
  answer: HostResponse | Promise<HostResponse>,
): Promise<void> {
  try {
    const sent = await compressed(request, await answer)
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

/**
 * Listens on the first free port from `port` up, else on any, and gives the address.
 * @throws Error of node where the host's address cannot be listened on
 */
export async function listenFrom(server: FastifyInstance, port: number, host = '127.0.0.1'): Promise<string> {
  for (let candidate = port; candidate < port + 100; candidate++) {
    try {
      return await server.listen({ port: candidate, host })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    }
  }
  return server.listen({ port: 0, host })
}
