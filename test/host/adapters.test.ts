import { serve } from '@hono/node-server'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { once } from 'node:events'
import { createServer, request as httpRequest, type RequestListener, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expressHost, givenRequest, type ExpressRequest } from '../../host/adapters/express.js'
import { fastifyHost } from '../../host/adapters/fastify.js'
import { honoHost } from '../../host/adapters/hono.js'
import { httpListener } from '../../host/adapters/http.js'
import { htmlResponse, type HostRequest, type HostResponse } from '../../host/http/exchange.js'
import { CompositorError } from '../../runtime/index.js'

interface Seen {
  pieces: number
  gone: boolean
}
const seen: Seen = { pieces: 0, gone: false }

/** Stands in for a host: what matters is what comes in and goes out. */
const host = {
  base: '/learn',
  uploadLimit: 2000,
  async answer(request: HostRequest): Promise<HostResponse> {
    try {
      return await answerTo(request)
    } catch (thrown) {
      const { code, status } = CompositorError.from(thrown, 'host-failed')
      return htmlResponse(code, status)
    }
  },
}

async function answerTo(request: HostRequest): Promise<HostResponse> {
  switch (request.path) {
    case '/learn/piecewise':
      for await (const piece of request.stream?.() ?? []) seen.pieces += piece.length > 0 ? 1 : 0
      return htmlResponse(String(seen.pieces))
    case '/learn/endless': {
      const stream = new ReadableStream<Uint8Array>({
        pull: (controller) => controller.enqueue(Buffer.alloc(1000)),
        cancel: () => void (seen.gone = true),
      })
      return { status: 200, headers: { 'content-type': 'text/plain' }, body: '', stream }
    }
    case '/learn/where':
      return htmlResponse(`${request.origin} ${request.header('host')}`)
    case '/learn/unread':
      return htmlResponse('no', 403)
    case '/learn/who':
      return htmlResponse(
        String(givenRequest<{ user?: string }>(request)?.user ?? Boolean(givenRequest(request))),
      )
    default:
      return htmlResponse(
        `${request.method} ${request.path}?${request.query.toString()} ${await request.text()}`,
      )
  }
}

/** A server of each kind with the host in it and a page of its own. */
const kinds: Record<string, (trustProxy: boolean) => Promise<Server>> = {
  async http(trustProxy) {
    const learn = httpListener(host, { trustProxy })
    return listening((request, response) => learn(request, response, () => response.end('own page')))
  },
  async express(trustProxy) {
    const app = express().set('trust proxy', trustProxy)
    app.use((request, _response, next) => next(void Object.assign(request, { user: 'ada' })))
    app.use(expressHost(host)).use((_request, response) => void response.end('own page'))
    return listening(app)
  },
  async fastify(trustProxy) {
    const app = fastify({ trustProxy, bodyLimit: 10 })
    await app.register(fastifyHost, { host })
    app.get('/', () => 'own page')
    await app.listen({ port: 0 })
    return app.server
  },
  async hono(trustProxy) {
    const app = new Hono().use(honoHost(host, { trustProxy })).get('/', (context) => context.text('own page'))
    const server = serve({ fetch: app.fetch, port: 0 }) as Server
    if (!server.listening) await once(server, 'listening')
    return server
  },
}

async function listening(listener: RequestListener): Promise<Server> {
  const server = createServer(listener).listen(0)
  await once(server, 'listening')
  return server
}

const addressOf = (server: Server) => {
  const bound = server.address()
  return `http://localhost:${typeof bound === 'object' ? bound?.port : ''}`
}

describe.each(Object.entries(kinds))('a host in a server of %s', (kind, open) => {
  let plain: Server
  let trusting: Server
  beforeAll(async () => {
    ;[plain, trusting] = await Promise.all([open(false), open(true)])
  })
  afterAll(() => {
    for (const server of [plain, trusting]) {
      server.closeAllConnections()
      server.close()
    }
  })
  const get = async (path: string, init: RequestInit = {}, server = plain) =>
    (await fetch(addressOf(server) + path, init)).text()

  it('answers what is below its path, and leaves the rest to the server', async () => {
    expect(await get('/learn')).toBe('GET /learn? ')
    expect(await get(`/learn/units/${'%C3%A4'.repeat(500)}/x?a=b%2Fc`)).toBe(
      `GET /learn/units/${'%C3%A4'.repeat(500)}/x?a=b%2Fc `,
    )
    expect(await get('/')).toBe('own page')
    if (kind !== 'fastify' && kind !== 'hono') expect(await get('/learned')).toBe('own page')
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
    'is sent the body of a %s, of any type, within its own limit',
    async (method) => {
      for (const type of ['application/json', 'text/plain', 'image/png', 'application/x-www-form-urlencoded'])
        expect(await get('/learn/a', { method, body: '{"a":1', headers: { 'content-type': type } })).toBe(
          `${method} /learn/a? {"a":1`,
        )
      const large: RequestInit = { method, body: 'x'.repeat(2001) }
      const refused = await fetch(`${addressOf(plain)}/learn/a`, large)
      expect([refused.status, await refused.text()]).toEqual([413, 'request-too-large'])
    },
  )

  it('reads a body as it comes, and answers before it has come where nobody wants it', async () => {
    seen.pieces = 0
    const sent = httpRequest(`${addressOf(plain)}/learn/piecewise`, { method: 'POST' })
    sent.write('one')
    await expect.poll(() => seen.pieces).toBe(1)
    sent.end('two')
    const [response] = await once(sent, 'response')
    response.resume()
    expect(seen.pieces).toBe(2)
    const unread = httpRequest(`${addressOf(plain)}/learn/unread`, { method: 'POST' })
    unread.on('error', () => undefined).write('one')
    const [refused] = await once(unread, 'response')
    expect(refused.statusCode).toBe(403)
    unread.destroy()
  })

  it('stops what it sends when its reader goes away', async () => {
    seen.gone = false
    const leaving = new AbortController()
    const response = await fetch(`${addressOf(plain)}/learn/endless`, { signal: leaving.signal })
    await response.body?.getReader().read()
    leaving.abort()
    await expect.poll(() => seen.gone).toBe(true)
  })

  it('believes what a proxy says only where it is told to', async () => {
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'learn.example.org' }
    const own = addressOf(plain).replace('http://', '')
    expect(await get('/learn/where', { headers })).toBe(`http://${own} ${own}`)
    expect(await get('/learn/where', { headers }, trusting)).toBe(
      'https://learn.example.org learn.example.org',
    )
    const odd = { 'x-forwarded-proto': 'javascript', 'x-forwarded-host': 'a b/<c>' }
    if (kind !== 'fastify')
      expect(await get('/learn/where', { headers: odd }, trusting)).toContain(addressOf(trusting).slice(7))
  })

  it('knows the request that the server gave', async () => {
    expect(await get('/learn/who')).toBe(kind === 'express' ? 'ada' : 'true')
  })
})

describe('a host in Fastify', () => {
  it('has the app’s hooks see its answers, and change them', async () => {
    const app = fastify()
    const sent: unknown[] = []
    app.addHook('onSend', async (request, reply, payload) => {
      sent.push([request.url, reply.statusCode, typeof payload === 'string' ? payload : 'a stream'])
      reply.header('x-served-by', 'the app')
      return payload
    })
    await app.register(fastifyHost, { host })
    await app.listen({ port: 0 })
    try {
      const learn = `${addressOf(app.server)}/learn`
      const answers = [await fetch(`${learn}/unread`), await fetch(`${learn}/endless`, { method: 'HEAD' })]
      expect(answers.map(({ status, headers }) => [status, headers.get('x-served-by')])).toEqual([
        [403, 'the app'],
        [200, 'the app'],
      ])
      expect(sent).toEqual([
        ['/learn/unread', 403, 'no'],
        ['/learn/endless', 200, 'a stream'],
      ])
    } finally {
      await app.close()
    }
  })
})

describe('a host in Express', () => {
  const apps: Server[] = []
  const at = async (app: express.Express) => {
    const server = await listening(app)
    apps.push(server)
    return addressOf(server)
  }
  afterAll(() => {
    for (const server of apps) server.close()
  })

  it('says that its bodies were read before it, and by what', async () => {
    const address = await at(express().use(express.json()).use(expressHost(host)))
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${address}/learn/a`, { method: 'POST', body: '{}', headers })
    expect([answer.status, await answer.text()]).toEqual([500, 'host-options'])
  })

  it('may be mounted at its path, and at no other', async () => {
    expect(
      await (await fetch(`${await at(express().use('/learn', expressHost(host)))}/learn/a`)).text(),
    ).toBe('GET /learn/a? ')
    const wrong = express().use('/elsewhere', expressHost(host))
    const said: unknown[] = []
    wrong.use((error: unknown, _request: ExpressRequest, response: express.Response, _next: unknown) => {
      said.push(error)
      response.status(500).end()
    })
    await fetch(`${await at(wrong)}/elsewhere/a`)
    expect(String(said[0])).toContain("give openHost the `base` '/elsewhere'")
  })
})
