// A host that is killed at its work: node importing-process.mjs STORE PATH. Imports the path as a job, and tells the job's id before it begins.
import { openHost } from 'unit-compositor/host'

const [, , store, path] = process.argv
const host = await openHost({
  store,
  python: false,
  threads: 1,
  events: [],
  log: { info() {}, warn() {}, error() {} },
  learner: () => ({ id: 'ann' }),
})
const { id } = await host.authoring.startImport(path)
process.send({ id })
await host.jobs.ended(id)
await host.close()
process.disconnect()
