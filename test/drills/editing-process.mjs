// One of several authors at once, each in a process of its own: node editing-process.mjs STORE BLOCK FIRST COUNT. Saves names one after
// another, each once the one before was answered, and tells its parent how often it was refused.
import { openHost } from 'unit-compositor/host'

const [, , store, block, first, count] = process.argv
const host = await openHost({
  store,
  python: false,
  threads: 1,
  log: { info() {}, warn() {}, error() {} },
  learner: () => ({ id: 'ann' }),
  author: () => true,
})
let refused = 0
for (let round = 0; round < Number(count); round++) {
  const response = await host.fetch(
    new Request(`http://host/author/blocks/${encodeURIComponent(block)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({
        'field.display_name': `Name ${Number(first) + round}`,
        base: '',
      }).toString(),
    }),
  )
  if (response.status !== 303) refused++
  if (response.status !== 303) console.error(response.status, await response.text())
}
process.send({ refused })
await host.close()
process.disconnect()
