import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { honoHost } from 'unit-compositor/hono'
import { openHost } from 'unit-compositor/host'

const host = await openHost({ store: process.env.STORE ?? './store', base: '/learn' })
const app = new Hono().use(honoHost(host)).get('/', (context) => context.redirect('/learn/'))
const fetch = app.fetch
const server = serve({ fetch, port: process.env.PORT ?? 3000 }, ({ port }) => console.log(`port ${port}`))
process.on('SIGTERM', () => server.close(() => void host.close()))
