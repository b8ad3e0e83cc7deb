import express from 'express'
import { expressHost } from 'unit-compositor/express'
import { openHost } from 'unit-compositor/host'

const host = await openHost({ store: process.env.STORE ?? './store', base: '/learn' })
const app = express()
app.use(expressHost(host))
app.get('/', (_request, response) => response.redirect('/learn/'))
const server = app.listen(process.env.PORT ?? 3000, () => console.log(`port ${server.address().port}`))
process.on('SIGTERM', () => server.close(() => void host.close()))
