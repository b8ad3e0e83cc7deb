import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listenFrom, nodeServer } from '../../host/index.js'
import { compressed, hasCurrent } from '../../host/http/compression.js'
import { htmlResponse, type HostRequest, type HostResponse } from '../../host/http/exchange.js'

interface Got {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

const prose = '<p>The moon turns once while it goes round once.</p>'.repeat(100)
const page = Buffer.from(prose)
const etag = '"moon"'

/** Nothing here undoes a compression, as fetch would. */
function ask(address: string, headers: Record<string, string> = {}, method = 'GET', body = ''): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(address, { method, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) })
      })
    })
    sent.on('error', reject).end(body)
  })
}

async function answer(request: HostRequest): Promise<HostResponse> {
  switch (request.path) {
    case '/page':
      return hasCurrent(request, etag)
        ? { status: 304, headers: { etag }, body: '' }
        : htmlResponse(page, 200, { etag })
    case '/picture':
      return { status: 200, headers: { 'content-type': 'image/png' }, body: Buffer.alloc(5000) }
    case '/short':
      return htmlResponse('<p>Short.</p>')
    case '/stream':
      return { status: 200, headers: {}, body: '', stream: new Blob(['one ', 'two']).stream() }
    case '/odd-header':
      return { status: 200, headers: { 'x-name': 'Zoë 月' }, body: '' }
    case '/broken-stream': {
      const stream = new ReadableStream<Uint8Array>({
        pull: (controller) => controller.error(new Error('The source is gone.')),
      })
      return { status: 200, headers: {}, body: '', stream }
    }
    default:
      return htmlResponse(`${request.method} ${request.query.get('q')} ${await request.text()}`, 404)
  }
}

describe('the Node server of a host', () => {
  const server = nodeServer(answer, 1000)
  let address = ''

  beforeAll(async () => {
    address = await listenFrom(server, 8300)
  })

  afterAll(() => server.close())

  it.each([
    ['br, gzip;q=0.8', 'br', brotliDecompressSync],
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['gzip, br;q=0', 'gzip', gunzipSync],
    ['gzip', 'gzip', gunzipSync],
  ])('sends text compressed to those that take %s', async (accepted, coding, plain) => {
    const { headers, body } = await ask(`${address}/page`, { 'accept-encoding': accepted })
    expect(headers).toMatchObject({ 'content-encoding': coding, vary: 'accept-encoding', etag: 'W/"moon"' })
    expect(Number(headers['content-length'])).toBe(body.length)
    expect(body.length).toBeLessThan(prose.length / 5)
    expect(plain(body).toString()).toBe(prose)
  })

  it.each<[string, Record<string, string>]>([
    ['sends no accept-encoding', {}],
    ['refuses what there is', { 'accept-encoding': 'gzip;q=0, br;q=0.0' }],
    ['takes only what there is not', { 'accept-encoding': 'zstd' }],
  ])('sends the text as it is to a client that %s', async (_name, headers) => {
    const got = await ask(`${address}/page`, headers)
    expect(got.headers['content-encoding']).toBeUndefined()
    expect(got.headers).toMatchObject({ etag, vary: 'accept-encoding' })
    expect(got.body.toString()).toBe(prose)
  })

  it.each(['"moon"', 'W/"moon"'])('knows that a client with %s has the page', async (tag) => {
    const { status, body } = await ask(`${address}/page`, { 'if-none-match': tag, 'accept-encoding': 'gzip' })
    expect(status).toBe(304)
    expect(body).toHaveLength(0)
  })

  it.each(['/picture', '/short'])('leaves %s uncompressed, where nothing would be won', async (path) => {
    const { headers } = await ask(address + path, { 'accept-encoding': 'gzip' })
    expect(headers['content-encoding']).toBeUndefined()
  })

  it('compresses a kept page once', async () => {
    const request = { header: () => 'gzip' } as unknown as HostRequest
    const [first, second] = await Promise.all([
      compressed(request, htmlResponse(page)),
      compressed(request, htmlResponse(page)),
    ])
    expect(second.body).toBe(first.body)
  })

  it('answers HEAD with the length and without the body', async () => {
    const { headers, body } = await ask(`${address}/page`, {}, 'HEAD')
    expect(Number(headers['content-length'])).toBe(page.length)
    expect(body).toHaveLength(0)
  })

  it('sends a stream to its end, and breaks off where its source does', async () => {
    expect((await ask(`${address}/stream`)).body.toString()).toBe('one two')
    await expect(ask(`${address}/broken-stream`)).rejects.toThrow(/aborted|hang up|reset/)
  })

  it.each(['GET', 'POST'])(
    'answers a %s with 500 where Node refuses a header, and lives on',
    async (method) => {
      expect((await ask(`${address}/odd-header`, {}, method)).status).toBe(500)
      expect((await ask(`${address}/short`)).status).toBe(200)
    },
  )

  it('hands over method, query and body', async () => {
    const posted = await ask(`${address}/else?q=%C3%A4`, { 'content-type': 'text/x-odd' }, 'POST', 'körper')
    expect(posted.status).toBe(404)
    expect(posted.body.toString()).toBe('POST ä körper')
  })

  it('refuses a body over its limit', async () => {
    const { status, body, headers } = await ask(`${address}/else`, {}, 'POST', 'x'.repeat(1001))
    expect(status).toBe(413)
    expect(JSON.parse(body.toString())).toMatchObject({ error: { code: 'request-too-large' } })
    expect(headers['x-request-id']).toMatch(/^[\w-]{5,}$/)
  })
})

describe('a server that is closed', () => {
  it('waits as long as its deadline says for an answer that does not come, and ends without an error', async () => {
    // Longer than fastify allows hooks by itself.
    const deadline = 10_400
    const never = new Promise<HostResponse>(() => {})
    const server = nodeServer(() => never, 1000, deadline)
    const asked = ask(await listenFrom(server, 8765)).catch(({ code }: NodeJS.ErrnoException) => code)
    await new Promise<void>((resolve) => server.server.once('request', () => resolve()))
    const began = performance.now()
    await server.close()
    expect(performance.now() - began).toBeGreaterThan(deadline - 100)
    expect(await asked).toBe('ECONNRESET')
  }, 30_000)
})
