// A process that is killed: node drilled-process.mjs STORE EVENTS work|look SUBJECT... It tells its parent what it found, then what was
// answered. A subject has `found(site)`, which tells `damage` of the store, too, and `work(site, found, round)`, which resolves to what was answered, or undefined.
import { openHost } from 'unit-compositor/host'

const [, , store, events, task, ...names] = process.argv
const subjects = await Promise.all(names.map(async (name) => [name, await import(`./subjects/${name}.mjs`)]))
const host = await openHost({
  store,
  events: [{ file: events }],
  python: false,
  threads: 1,
  log: { info() {}, warn() {}, error() {} },
  learner: (request) => {
    const id = request.header('x-learner') ?? 'ada'
    return { id, isStaff: id === 'staff' }
  },
  author: () => true,
})

/** Asks the host as a browser does. */
const ask = async (path, { body, form, learner } = {}) => {
  const headers = {
    accept: 'application/json',
    'sec-fetch-site': 'same-origin',
    ...(learner && { 'x-learner': learner }),
    ...(body && { 'content-type': 'application/json' }),
    ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
  }
  const sent = body ? JSON.stringify(body) : form && new URLSearchParams(form).toString()
  const init = sent === undefined ? { headers } : { method: 'POST', headers, body: sent }
  const response = await host.fetch(new Request(`http://host${path}`, init))
  return { status: response.status, text: await response.text() }
}
const tell = (told) => new Promise((resolve) => process.send(told, resolve))

const site = { host, ask, store }
const found = {}
const wrong = []
for (const [name, subject] of subjects) {
  const { damage = [], ...facts } = await subject.found(site)
  found[name] = facts
  wrong.push(...damage)
}
await tell({ found, damage: wrong.slice(0, 20) })
if (task === 'work') {
  await Promise.all(
    subjects.map(async ([name, subject]) => {
      for (let round = 0; ; round++) {
        const answered = await subject.work(site, found[name], round)
        if (answered) await tell({ answered: { [name]: answered } })
      }
    }),
  )
}
await host.close()
process.disconnect()
