/** Mounts a host in a Fastify app, as a plugin. */
import type { FastifyInstance } from 'fastify'
import { answerIn, type MountedHost } from './mounted-host.js'
import { namedHost } from './sent-to.js'

export type { MountedHost } from './mounted-host.js'
export { givenRequest } from './given-requests.js'

/** What the plugin is registered with. */
export interface FastifyHostOptions {
  readonly host: MountedHost
}

/**
 * Answers what is below the host's `base`: `app.register(fastifyHost, { host })`. Bodies come to the host as they are sent, past the
 * app's parsers and its `bodyLimit`, as the host has limits of its own; what the app does on each request (hooks) it does here, too, up
 * to the answer. What a proxy says is believed as the app's option `trustProxy` says.
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
        reply.hijack()
        const sentTo = { scheme: protocol, ...namedHost(request.host) }
        await answerIn(host, { message, response: reply.raw, given: request, sentTo })
      },
    })
  }
}
