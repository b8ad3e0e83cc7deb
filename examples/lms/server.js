// An LMS that knows its own learners and serves published courses below /learn.
import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import { openHost } from 'unit-compositor/host'

const { EMBED_ORIGINS, EMBED_KEY } = process.env

const host = await openHost({
  store: process.env.UNIT_COMPOSITOR_STORE ?? '.unit-compositor',
  base: '/learn',
  // Your session goes here. A request without a learner gets 401.
  learner: (request) => {
    const id = request.header('x-remote-user')
    return id ? { id, isStaff: id === 'teacher' } : undefined
  },
  // Other sites whose pages may show units, and what they sign their learner tokens with (docs/embed-a-unit.md).
  ...(EMBED_ORIGINS && { embedding: { origins: EMBED_ORIGINS.split(' '), key: EMBED_KEY } }),
})

const answer = async (incoming, outgoing) => {
  const { method, headers, url } = incoming
  const body = method === 'GET' || method === 'HEAD' ? undefined : Readable.toWeb(incoming)
  const request = new Request(new URL(url, `http://${headers.host}`), {
    method,
    headers,
    body,
    duplex: 'half',
  })
  const response = await host.fetch(request)
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  outgoing.end(Buffer.from(await response.arrayBuffer()))
}

const server = createServer((incoming, outgoing) => void answer(incoming, outgoing))

server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${server.address().port}/learn/`),
)
process.on('SIGTERM', () => server.close(() => void host.close()))
