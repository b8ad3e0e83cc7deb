// A host on the built package with a plugin that tries to end its process: node faulty-host.mjs FOLDER [own]
// Prints what became of each fault, as one JSON document; with `own` something of the server itself fails at last.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openHost } from 'unit-compositor/host'

const [folder, own] = process.argv.slice(2)
const plugin = fileURLToPath(new URL('./faulty-plugin.mjs', import.meta.url))
const logged = []
const log = {
  info() {},
  warn() {},
  error: ({ plugin: name, usage }, message) => logged.push({ name, usage, message }),
}
const host = await openHost({
  store: join(folder, 'store'),
  plugins: [plugin],
  python: false,
  threads: 1,
  log,
  learner: () => ({ id: 'ada' }),
})
const { kinds, composingKinds } = await import('./faulty-plugin.mjs')

const blocks = [
  ...kinds.flatMap((kind) => [
    [kind, 'no'],
    [kind, 'yes'],
  ]),
  ...composingKinds.map((kind) => [kind, 'no']),
]
const units = blocks.map(
  ([kind, waits], place) => `<vertical url_name="v${place}">
  <faulty url_name="f${place}" fault="${kind}" waits="${waits}"/><html url_name="h${place}">beside it</html></vertical>`,
)
mkdirSync(join(folder, 'course'))
writeFileSync(
  join(folder, 'course/course.xml'),
  `<course org="O" course="C" url_name="R"><chapter url_name="c">
  <sequential url_name="s">${units.join('')}</sequential></chapter></course>`,
)
await host.authoring.import(join(folder, 'course'))

const key = (type, id) => encodeURIComponent(`block-v1:O+C+R+type@${type}+block@${id}`)
const ask = async (path, init) => {
  const response = await host.fetch(new Request(`http://host${path}`, init))
  return { status: response.status, text: await response.text() }
}
const results = []
for (const [place, [kind, waits]] of blocks.entries()) {
  logged.length = 0
  const page = await ask(`/units/${key('vertical', `v${place}`)}`)
  const post = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }
  const acted = await ask(`/blocks/${key('faulty', `f${place}`)}/handlers/act`, post)
  await wait(50)
  results.push({
    kind,
    waits,
    page: page.status,
    beside: page.text.includes('beside it'),
    shown: page.text.includes('shown:'),
    acted: acted.status,
    blamed: logged.filter(
      ({ name, message }) => name === 'faulty' || /'?faulty'?|faulty-plugin/.test(message),
    ).length,
  })
}
process.stdout.write(JSON.stringify(results))
if (own === 'rejection') void Promise.reject(new Error('the server’s own'))
if (own === 'timer')
  setTimeout(() => {
    throw new Error('the server’s own')
  }, 1)
if (own === 'exit') process.exit(7)
if (own !== undefined) await wait(500)
await host.close()
if (
  own === undefined &&
  process.listenerCount('uncaughtException') + process.listenerCount('unhandledRejection') > 0
)
  process.exitCode = 9
