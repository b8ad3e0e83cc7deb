// A host on the built package with the example plugins, two named and one discovered: node poll-in-host.mjs FOLDER,
// which holds a course and the package.json of the host.
// Prints what its learners see, as one JSON document.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openHost } from 'unit-compositor/host'

const folder = process.argv[2]
const plugins = ['poll', 'word_cloud'].map((name) =>
  fileURLToPath(new URL(`../../examples/${name}`, import.meta.url)),
)
const host = await openHost({
  store: join(folder, 'store'),
  plugins,
  discover: folder,
  learner: (request) => ({ id: request.header('x-learner') ?? 'nobody' }),
})
const { diagnostics } = await host.authoring.import(join(folder, 'course'))
const key = (type, id) => encodeURIComponent(`block-v1:Test+Polls+2026+type@${type}+block@${id}`)

async function ask(path, learner, body) {
  const init = body && { method: 'POST', body: JSON.stringify(body) }
  const headers = { 'x-learner': learner, 'content-type': 'application/json' }
  const response = await host.fetch(new Request(`http://host${path}`, { ...init, headers }))
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}

const unit = `/units/${key('vertical', 'unit')}`
const answers = {
  diagnostics: [...host.pluginDiagnostics, ...diagnostics],
  before: await ask(unit, 'ada'),
  vote: await ask(`/blocks/${key('straw_poll', 'drinks')}/handlers/vote`, 'ada', { choice: 'T' }),
  words: await ask(`/blocks/${key('word_wall', 'sky')}/handlers/submit`, 'ada', { words: ['rain'] }),
  done: await ask(`/blocks/${key('tick_off', 'read')}/handlers/toggle_button`, 'ada', { done: true }),
  after: await ask(unit, 'ada'),
  other: await ask(unit, 'bob'),
  client: await ask('/client/poll.client.js', 'ada'),
}
await host.close()
process.stdout.write(JSON.stringify(answers))
