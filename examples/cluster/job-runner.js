// Does the long work of the site and sends its events on, and answers no learner.
import { openHost } from 'unit-compositor/host'

const host = await openHost({
  store: process.env.UNIT_COMPOSITOR_STORE,
  // Where events go; those that nobody takes wait in the store.
  events: [{ file: process.env.EVENTS ?? 'events.jsonl', rotateAt: 64 * 1024 * 1024 }],
})
process.send?.({ address: '' })

const stop = async () => {
  await host.close()
  process.exit(0)
}
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void stop())
process.once('disconnect', () => void stop())
// A host that nobody asks keeps no process alive.
setInterval(() => {}, 60_000)
