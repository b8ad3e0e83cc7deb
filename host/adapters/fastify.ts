/** Mounts a host in a Fastify app, as a plugin. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Readable } from 'node:stream'
import { compressed } from '../http/compression.js'
import { endUnread } from '../http/node-answer.js'
import { requestIdHeader } from '../http/request-id.js'
import { AdaptedRequest } from './adapted-request.js'
import type { RequestHead } from '../learner-of.js'
import { givenRequest as given, noteGiven } from './given-requests.js'
import type { MountedHost } from './mounted-host.js'
import { namedHost } from './sent-to.js'

export type { MountedHost } from './mounted-host.js'

/** Fastify’s request, as `learner`, `access` and `bearer` are asked: a session that a hook put on it says who it is from. Undefined of one that came another way. */
export function givenRequest(head: RequestHead): FastifyRequest | undefined {
  return given(head)
}

/** What the plugin is registered with. */
export interface FastifyHostOptions {
  readonly host: MountedHost
}

/**
 * Answers what is below the host's `base`: `app.register(fastifyHost, { host })`. Bodies come to the host as they are sent, past the
 * app's parsers and its `bodyLimit`, as the host has limits of its own; what the app does on each request and each answer (hooks,
 * `onSend` too) it does here, too. What a proxy says is believed as the app's option `trustProxy` says.
 */
export async function fastifyHost(app: FastifyInstance, { host }: FastifyHostOptions): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _body, done) => done(null))
  const below = host.base === '' ? ['/*'] : [host.base, `${host.base}/*`]
  for (const url of below) {
    app.route({
      method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      url,
      async handler(request, reply) {
        const { raw: message, protocol } = request
        reply.raw.once('finish', () => endUnread(message))
        const sentTo = { scheme: protocol, ...namedHost(request.host) }
        const asked = noteGiven(new AdaptedRequest(message, sentTo, host.uploadLimit), request)
        const { status, headers, body, stream } = await compressed(asked, await host.answer(asked))
        reply.code(status).headers(headers)
        if (asked.id !== undefined) reply.header(requestIdHeader, asked.id)
        if (!stream) return reply.send(typeof body === 'string' ? body : Buffer.from(body))
        if (message.method !== 'HEAD')
          return reply.send(Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]))
        await stream.cancel()
        return reply.send(Readable.from([]))
      },
    })
  }
}
