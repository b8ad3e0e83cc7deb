import { HttpLoad } from './http-load.js'
import { markMeasured } from './measured-span.js'
import { summarised, type Pairs } from './pairs.js'
import { processCost, readsProcessCost } from './process-cost.js'
import type { Benchmark, BenchmarkResult } from './result.js'
import { ServerProcess } from './server-process.js'
import { StressSite } from './stress-site.js'
import { wholePage } from './stress-unit.js'
import type { BareAnswer } from './warm-server.js'

const title = 'the warm stress unit over HTTP'
const limit = 0.9
const connections = 16
const rounds = 12
/** Milliseconds each server is loaded for in a round. */
const spell = 800
/** And before that. */
const warmUp = 8000

interface Found {
  readonly rates: Pairs
  /** Milliseconds of processor for a request. */
  readonly costs: Pairs
}

let found: Promise<Found> | undefined

/** One measurement gives both figures. */
function measured(): Promise<Found> {
  return (found ??= measure())
}

/** Each server has a process of its own, and this one is the client. */
export const httpWarm: Benchmark = {
  id: 'http-warm',
  title: `${title}: requests a second`,
  async run() {
    const { rates } = await measured()
    const target = { target: `at least ${limit} ×`, met: rates.ratio >= limit }
    return { ...resultOf(this, rates), unit: 'requests/s', ...target }
  },
}

/** What a request costs the server: another process that takes the machine takes it from both. */
export const httpWarmCost: Benchmark = {
  id: 'http-warm-cost',
  title: `${title}: processor for a request`,
  async run() {
    if (!readsProcessCost) return undefined
    const { costs } = await measured()
    const most = 1 / limit
    const target = { target: `at most ${most.toFixed(2)} ×`, met: costs.ratio <= most }
    return { ...resultOf(this, costs), unit: 'ms', ...target }
  },
}

function resultOf(
  { id, title: asked }: Benchmark,
  { subject, ratio, spread, runs, pairs }: Pairs,
): Omit<BenchmarkResult, 'unit' | 'target' | 'met'> {
  const against = 'a bare node:http server that sends the same headers and bytes'
  return { id, title: asked, value: subject, against, ratio, spread, runs, pairs }
}

async function measure(): Promise<Found> {
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
  const loaded = async ({ address, pid }: ServerProcess, ms = spell) => {
    markMeasured()
    const before = processCost(pid)
    const { answers, rate } = await new HttpLoad({ address, path, cookie, connections }).run(ms)
    markMeasured()
    return { rate, cost: (processCost(pid) - before) / answers }
  }
  // Code that runs seldom is slow: what is measured are servers that have been up for a while.
  for (const server of [host, bare]) await loaded(server, warmUp)
  const pairs: { subject: Load; against: Load }[] = []
  for (let round = 0; round < rounds; round++) {
    const flip = round % 2 === 0
    const first = await loaded(flip ? host : bare)
    const second = await loaded(flip ? bare : host)
    pairs.push(flip ? { subject: first, against: second } : { subject: second, against: first })
  }
  const of = (which: keyof Load) =>
    summarised(pairs.map(({ subject, against }) => ({ subject: subject[which], against: against[which] })))
  return { rates: of('rate'), costs: of('cost') }
}

interface Load {
  readonly rate: number
  readonly cost: number
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
