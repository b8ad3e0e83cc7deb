// An LMS that knows its own learners and serves published courses below /learn.
import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { openHost } from 'unit-compositor/host'

const { EMBED_ORIGINS, EMBED_KEY, OPERATIONS_PORT } = process.env

const host = await openHost({
  store: process.env.UNIT_COMPOSITOR_STORE ?? '.unit-compositor',
  base: '/learn',
  // Your session goes here. A request without a learner gets 401.
  learner: (request) => {
    const id = request.header('x-remote-user')
    return id ? { id, isStaff: id === 'teacher' } : undefined
  },
  // Where they sign in; gets the path to come back to as `next`.
  signIn: '/login',
  // Other sites whose pages may show units, and what they sign their learner tokens with (docs/embed-a-unit.md).
  ...(EMBED_ORIGINS && { embedding: { origins: EMBED_ORIGINS.split(' '), key: EMBED_KEY } }),
  // Health and metrics for those who run it, on a port of their own (docs/run-a-host.md).
  ...(OPERATIONS_PORT && { operations: { port: Number(OPERATIONS_PORT) } }),
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
  if (response.body) await pipeline(Readable.fromWeb(response.body), outgoing)
  else outgoing.end()
}

const server = createServer((incoming, outgoing) => {
  // A browser that went away breaks its answer off.
  answer(incoming, outgoing).catch(() => outgoing.destroy())
})

server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${server.address().port}/learn/`),
)

// Takes no more connections, lets answers under way end, and closes the store.
const stop = () => {
  host.operations.stopping()
  server.close(() => void host.close())
  setInterval(() => server.closeIdleConnections(), 100).unref()
  setTimeout(() => server.closeAllConnections(), 10_000).unref()
}
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, stop)
