import fastify from 'fastify'
import { fastifyHost } from 'unit-compositor/fastify'
import { openHost } from 'unit-compositor/host'

const host = await openHost({ store: process.env.STORE ?? './store', base: '/learn' })
const app = fastify()
app.register(fastifyHost, { host })
app.get('/', (_request, reply) => reply.redirect('/learn/'))
await app.listen({ port: process.env.PORT ?? 3000 })
console.log(`port ${app.server.address().port}`)
process.on('SIGTERM', () => void app.close().then(() => host.close()))
