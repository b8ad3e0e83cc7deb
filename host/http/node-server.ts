import fastify, { type FastifyInstance } from 'fastify'
import { createServer, type ServerResponse } from 'node:http'
import { CompositorError } from '../../runtime/index.js'
import { Drain } from './drain.js'
import { endUnread, respondTo, type Answering } from './node-answer.js'
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
  answer: Answering,
  uploadLimit = defaultUploadLimit,
  closeDeadline = 10_000,
): FastifyInstance {
  const drain = new Drain()
  const respond = (request: NodeRequest, response: ServerResponse) =>
    respondTo(answer, request, response, () => drain.goesOn(response))

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

/** Whether the body of a request is read piece by piece, by whoever bounds it. */
function isStreamed(url = ''): boolean {
  return (
    /\/(?:api\/v1\/imports|author\/imports|author\/(?:blocks|libraries)\/[^/?]+\/files)(?:\?|$)/.test(url) ||
    handlerCall.test(url)
  )
}

/** Handlers say themselves how large a body they take. */
const handlerCall = /^[^?]*\/blocks\/[^/?]+\/(?:handlers\/[^/?]+|signed\/[^/?]+\/[^/?]+\/[^/?]+)/

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
