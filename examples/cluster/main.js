// A site of several hosts on one machine: PostgreSQL, two hosts, a job runner, and a balancer before them.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer, request as ask } from 'node:http'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openHost } from 'unit-compositor/host'
import { LocalPostgres } from 'unit-compositor/store'

// PostgreSQL does not run as root: started by root, it is another user, who cannot reach into root's own folders.
const defaultData = process.getuid?.() === 0 ? '/var/tmp/unit-compositor-cluster' : '.unit-compositor-cluster'
const { PORT = '8000', DATA = defaultData, UNIT_COMPOSITOR_STORE } = process.env
/** Courses and libraries to publish first. */
const content = process.argv.slice(2)

const stops = []
let isStopping = false
const stop = async (code) => {
  if (isStopping) return
  isStopping = true
  // The last that was started is the first to go: the database ends when nobody uses it.
  for (const end of stops.reverse()) await end()
  process.exit(code)
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void stop(0))

/** Starts a process of the site, and starts it again when it dies. @returns the address it serves at, as it is now */
async function keep(name, file, environment) {
  const kept = { address: '' }
  let child
  const start = async () => {
    child = fork(fileURLToPath(new URL(file, import.meta.url)), { env: { ...process.env, ...environment } })
    child.on('message', ({ address }) => (kept.address = address))
    child.on('exit', (code, signal) => {
      kept.address = ''
      if (isStopping) return
      console.error(`${name} ended (${signal ?? code}) and is started again.`)
      setTimeout(() => {
        if (!isStopping) void start()
      }, 500)
    })
    await Promise.race([once(child, 'message'), once(child, 'exit')])
  }
  stops.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  })
  await start()
  console.log(`${name}: process ${child.pid}${kept.address && ` on ${kept.address}`}`)
  return kept
}

/** Publishes what is named on the command line, unless it is there already. */
async function publish(store) {
  const host = await openHost({ store })
  try {
    for (const path of content) {
      const { title, units } = await host.authoring.import(path, { publish: true, unlessChanged: true })
      console.log(`Published ${title}: ${units} units`)
    }
  } finally {
    await host.close()
  }
}

/** Hands requests to hosts in turn, to the next one where one is gone. */
function balancer(hosts) {
  let turn = 0
  return createServer((incoming, outgoing) => {
    const there = hosts.filter(({ address }) => address !== '')
    const host = there[turn++ % there.length]
    if (!host) return outgoing.writeHead(503, { 'retry-after': '1' }).end()
    const { method, url, headers } = incoming
    const handed = ask(new URL(url, host.address), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode, { ...answer.headers, 'x-host': host.address })
      answer.pipe(outgoing)
    })
    handed.on('error', () => {
      if (outgoing.headersSent) outgoing.destroy()
      else outgoing.writeHead(503, { 'retry-after': '1' }).end()
    })
    incoming.pipe(handed)
  })
}

try {
  let store = UNIT_COMPOSITOR_STORE
  if (!store) {
    const postgres = await LocalPostgres.start({ folder: DATA })
    stops.push(() => postgres.stop())
    store = postgres.address
    const { host } = new URL(store)
    console.log(`PostgreSQL: process ${postgres.pid} on ${host}, its data and password in '${DATA}'`)
  }
  if (content.length > 0) await publish(store)
  mkdirSync(DATA, { recursive: true })
  const environment = { UNIT_COMPOSITOR_STORE: store, PORT: '0', EVENTS: join(DATA, 'events.jsonl') }
  const hosts = []
  for (const name of ['Host 1', 'Host 2']) hosts.push(await keep(name, 'host.js', environment))
  await keep('Job runner', 'job-runner.js', environment)

  const server = balancer(hosts).listen(Number(PORT), '127.0.0.1')
  await once(server, 'listening')
  stops.push(() => server.closeAllConnections())
  console.log(`Serving on http://127.0.0.1:${server.address().port}`)
} catch (thrown) {
  console.error(thrown.message)
  await stop(1)
}
