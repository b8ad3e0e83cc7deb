import fastify, { type FastifyInstance } from 'fastify'
import { createServer, type ServerResponse } from 'node:http'
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
  answer: (request: HostRequest) => Promise<HostResponse>,
  uploadLimit = defaultUploadLimit,
  closeDeadline = 10_000,
): FastifyInstance {
  const drain = new Drain()
  const respond = async (request: NodeRequest, response: ServerResponse) => {
    try {
      await send(request, response, await compressed(request, await answer(request)))
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
        if (message.method === 'GET' || message.method === 'HEAD' || isStreamed(message.url)) {
          void respond(new NodeRequest(message), response)
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
      await respond(new NodeRequest(raw, Buffer.isBuffer(body) ? body : undefined), reply.raw)
    },
  })
  return server
}

/** Whether the body of a request is read piece by piece, by whoever bounds it. */
function isStreamed(url = ''): boolean {
  return /\/api\/v1\/imports(?:\?|$)/.test(url)
}

async function send(request: HostRequest, response: ServerResponse, answer: HostResponse): Promise<void> {
  const { status, body, stream } = answer
  const { id } = request
  // Answers are shared by many requests, ids are not.
  const headers: Record<string, string | number> = { ...answer.headers }
  if (id !== undefined) headers[requestIdHeader] = id
  if (!stream) {
    const length = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength
    const bodiless = status === 204 || status === 304
    if (!bodiless) headers['content-length'] = length
    response.writeHead(status, headers).end(body)
    return
  }
  response.writeHead(status, headers)
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
