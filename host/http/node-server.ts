import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import type { HostRequest, HostResponse } from './exchange.js'
import { defaultUploadLimit, tooLarge } from './request-body.js'

/**
 * A Node server for a host's `answer`, without the cost of fetch objects. It is not listening yet.
 * @param uploadLimit largest request body taken, in bytes
 */
export function nodeServer(
  answer: (request: HostRequest) => Promise<HostResponse>,
  uploadLimit = defaultUploadLimit,
): FastifyInstance {
  const server = fastify({
    bodyLimit: uploadLimit,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 8000 },
  })
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  server.setErrorHandler((error, _request, reply) => {
    if ((error as { code?: string }).code !== 'FST_ERR_CTP_BODY_TOO_LARGE') throw error
    const { code, message, status } = tooLarge(uploadLimit)
    return reply.code(status).send({ error: { code, message } })
  })
  server.route({
    method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url: '*',
    exposeHeadRoute: false,
    async handler(request, reply) {
      const { status, headers, body, stream } = await answer(new NodeRequest(request))
      return reply
        .code(status)
        .headers(headers)
        .send(
          stream ??
            (typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength)),
        )
    },
  })
  return server
}

/** A request that Node received, as routes see it. */
class NodeRequest implements HostRequest {
  readonly method: string
  readonly path: string

  constructor(private readonly request: FastifyRequest) {
    const { url, method } = request
    const mark = url.indexOf('?')
    this.method = method
    this.path = mark < 0 ? url : url.slice(0, mark)
  }

  get query(): URLSearchParams {
    return new URLSearchParams(this.request.url.slice(this.path.length))
  }

  header(name: string): string | undefined {
    const value = this.request.headers[name]
    return Array.isArray(value) ? value.join(', ') : value
  }

  bytes(): Promise<Uint8Array> {
    return Promise.resolve(this.#body())
  }

  text(): Promise<string> {
    return Promise.resolve(this.#body().toString('utf8'))
  }

  #body(): Buffer {
    const { body } = this.request
    return Buffer.isBuffer(body) ? body : Buffer.alloc(0)
  }
}

/** Listens on the first free port from `port` up, and gives the address. */
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
