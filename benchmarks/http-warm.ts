import { HttpLoad } from './http-load.js'
import { summarised } from './pairs.js'
import type { Benchmark } from './result.js'
import { ServerProcess } from './server-process.js'
import { StressSite } from './stress-site.js'
import { wholePage } from './stress-unit.js'
import type { BareAnswer } from './warm-server.js'

const id = 'http-warm'
const title = 'the warm stress unit over HTTP: requests a second'
const limit = 0.8
const connections = 16
const rounds = 12
/** Milliseconds each server is loaded for in a round. */
const spell = 500

/** Each server has a process of its own, and this one is the client. */
export const httpWarm: Benchmark = {
  id,
  title,
  async run() {
    await using site = await StressSite.open()
    const [unit] = await site.publish('Served')
    if (!unit) throw new Error('There is no unit to serve.')
    await using host = await ServerProcess.start({ store: site.store })
    const chosen = await fetch(`${host.address}/learner`, {
      method: 'POST',
      body: 'name=Bob&back=/',
      redirect: 'manual',
    })
    const cookie = chosen.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const path = `/units/${encodeURIComponent(unit.key)}`
    await using bare = await ServerProcess.start({ bare: await answerOf(`${host.address}${path}`, cookie) })
    const [hostLoad, bareLoad] = [host, bare].map(
      ({ address }) => new HttpLoad({ address, path, cookie, connections }),
    )
    if (!hostLoad || !bareLoad) throw new Error('There is nothing to load.')
    const pairs: { subject: number; against: number }[] = []
    for (let round = -2; round < rounds; round++) {
      const flip = round % 2 === 0
      const first = await (flip ? hostLoad : bareLoad).run(spell)
      const second = await (flip ? bareLoad : hostLoad).run(spell)
      if (round >= 0)
        pairs.push(flip ? { subject: first, against: second } : { subject: second, against: first })
    }
    const found = summarised(pairs)
    return {
      id,
      title,
      value: found.subject,
      unit: 'requests/s',
      against: 'a bare node:http server that sends the same headers and bytes',
      ratio: found.ratio,
      spread: found.spread,
      runs: found.runs,
      target: `at least ${limit} ×`,
      met: found.ratio >= limit,
    }
  },
}

/** What the host answers, for the bare server to say the same. */
async function answerOf(address: string, cookie: string): Promise<BareAnswer> {
  const response = await fetch(address, { headers: { cookie, 'accept-encoding': 'identity' } })
  if (response.status !== 200) throw new Error(`The unit was answered with ${response.status}.`)
  const body = Buffer.from(wholePage(await response.text())).toString('base64')
  const added = new Set(['date', 'connection', 'keep-alive'])
  const headers = Object.fromEntries([...response.headers].filter(([name]) => !added.has(name)))
  return { headers, body }
}
