// A host that finds the installed ports among its dependencies, with a course that holds their scenarios, a unit each:
// node in-host.mjs PORT... in the folder of the host. Prints what was wrong with each, as one JSON document.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { openHost } from 'unit-compositor/host'

const ports = process.argv.slice(2)
const units = ports.map((port) => {
  const scenarios = `ports/${port}/scenarios`
  const blocks = readdirSync(scenarios)
    .filter((name) => name.endsWith('.xml'))
    .map((name) => readFileSync(`${scenarios}/${name}`, 'utf8'))
  return `<vertical url_name="${port}" display_name="${port}">${blocks.join('')}</vertical>`
})
rmSync('store', { recursive: true, force: true })
mkdirSync('course', { recursive: true })
writeFileSync(
  'course/course.xml',
  `<course org="Ports" course="All" url_name="1" display_name="Ports"><chapter url_name="c"><sequential url_name="s">
${units.join('\n')}</sequential></chapter></course>`,
)

const usage = (type, id) => `block-v1:Ports+All+1+type@${type}+block@${id}`

/** Somebody at this host: `ask` for any address, `unit` for the page of the port, `call` for a handler. */
const personFor = (host, port) => (id, more) => {
  const headers = id === undefined ? {} : { 'x-person': JSON.stringify({ id, ...more }) }
  const ask = (path, init) => {
    const request = new Request(`http://host${path}`, { ...init, headers: { ...headers, ...init?.headers } })
    return host.fetch(request)
  }
  return {
    ask,
    unit: async () => (await ask(`/units/${encodeURIComponent(usage('vertical', port))}`)).text(),
    call: async (block, handler, input = {}) => {
      const answer = await ask(`/blocks/${encodeURIComponent(block)}/handlers/${handler}`, {
        method: 'POST',
        body: JSON.stringify(input),
        headers: { 'content-type': 'application/json' },
      })
      return { status: answer.status, body: await answer.json() }
    },
  }
}

/** What a port wants set for its types: `settings` of its module for hosts. */
async function settingsOf(port) {
  const { settings = {} } = await import(pathToFileURL(`ports/${port}/in-host.mjs`).href)
  return settings
}

const host = await openHost({
  store: 'store',
  discover: '.',
  settings: Object.assign({}, ...(await Promise.all(ports.map(settingsOf)))),
  learner: (request) => JSON.parse(request.header('x-person') ?? 'null') ?? undefined,
})
const results = {}
try {
  const { diagnostics } = await host.authoring.import('course')
  const findings = [...host.pluginDiagnostics, ...diagnostics].map(
    ({ code, message }) => `${code}: ${message}`,
  )
  for (const port of ports) {
    try {
      const { default: inHost } = await import(pathToFileURL(`ports/${port}/in-host.mjs`).href)
      const learner = personFor(host, port)
      const first = await learner('first').unit()
      if (first.includes('could not be shown')) throw new Error('Its page shows a broken block.')
      const packageFile = (path) => pathToFileURL(`ports/${port}/${path}`).href
      await inHost({ host, usage, learner, packageFile })
      results[port] = { first }
    } catch (error) {
      results[port] = { failed: String(error?.stack ?? error) }
    }
  }
  process.stdout.write(JSON.stringify({ findings, results }))
} finally {
  await host.close()
}
