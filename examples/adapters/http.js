import { createServer } from 'node:http'
import { openHost } from 'unit-compositor/host'
import { httpListener } from 'unit-compositor/http'

const host = await openHost({ store: process.env.STORE ?? './store', base: '/learn' })
const learn = httpListener(host)
const home = (_request, response) => response.writeHead(302, { location: '/learn/' }).end()
const server = createServer((request, response) => learn(request, response, () => home(request, response)))
server.listen(process.env.PORT ?? 3000, () => console.log(`port ${server.address().port}`))
process.on('SIGTERM', () => server.close(() => void host.close()))
