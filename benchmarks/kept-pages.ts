import { setFlagsFromString } from 'node:v8'
import { gzipSync } from 'node:zlib'
import { runInNewContext } from 'node:vm'
import { composeRecord } from '../compositor/compose.js'
import { openHost, type HostRequest, type HostResponse } from '../host/index.js'
import { compressed } from '../host/http/compression.js'
import { loadPlugins, shippedPlugin } from '../plugins/index.js'
import { emptyLearnersSide, newLearner } from './learners-side.js'
import { pageRequest } from './page-request.js'
import { pairedBenchmark } from './paired-benchmark.js'
import { now, summarised, type Pair, type Pairs } from './pairs.js'
import type { Benchmark } from './result.js'
import { StressSite } from './stress-site.js'
import { wholePage } from './stress-unit.js'

const rounds = { warmup: 100, counted: 200 }
const learners = 200
const limits = { bytes: 8192, held: 1.5 }

/** What a learner who was never here costs, of a unit that others looked at. */
export const newLearnerWarm = pairedBenchmark({
  id: 'new-learner-warm',
  title:
    'the first view of a new learner of the stress unit, which others looked at, with what is stored of it in memory',
  unit: 'ms',
  against: 'copying the text of the same page',
  atMost: { ms: 0.25 },
  measure: () => views(0),
})

/** And what their next view costs: text is done by being seen, which the first view stores. */
export const secondView = pairedBenchmark({
  id: 'second-view',
  title: 'the second view of the same learners, from memory',
  unit: 'ms',
  against: 'copying the text of the same page',
  atMost: { ms: 0.1 },
  measure: () => views(1),
})

/** @param counted which view of each learner is measured */
async function views(counted: number): Promise<Pairs> {
  await using site = await StressSite.open()
  const [record] = await site.publish('Viewed')
  if (!record) throw new Error('There is no unit to show.')
  const loaded = await loadPlugins({ specifiers: [shippedPlugin], overrides: [] })
  const side = emptyLearnersSide(loaded)
  const unit = composeRecord(record.text, record.version, loaded.types)
  const pairs: Pair[] = []
  for (let round = -rounds.warmup; round < rounds.counted; round++) {
    const learner = newLearner(round)
    for (let view = 0; view < counted; view++) await side.unitPage(unit, learner)
    await new Promise(setImmediate)
    const began = now('processor')
    const page = await side.unitPage(unit, learner)
    await new Promise(setImmediate)
    const subject = now('processor') - began
    const { text } = page.fragment.content
    wholePage(text)
    const copied = now('processor')
    Buffer.from(text)
    await new Promise(setImmediate)
    if (round >= 0) pairs.push({ subject, against: now('processor') - copied })
  }
  return summarised(pairs)
}

/** What of a page goes over the network. */
export const pageBytes: Benchmark = {
  id: 'page-bytes',
  title: "bytes of the stress unit's page as browsers take it, in brotli",
  async run() {
    const { sent, body } = await served(1)
    const [bytes, gzipped] = [sent[0] ?? 0, gzipSync(body).length]
    const ratio = bytes / gzipped
    return {
      id: this.id,
      title: this.title,
      value: bytes,
      unit: 'bytes',
      against: 'the same in gzip',
      ratio,
      spread: [ratio, ratio],
      runs: 1,
      target: `at most ${limits.bytes} bytes`,
      met: bytes <= limits.bytes,
    }
  },
}

/** What a page that is kept takes in memory. */
export const keptBytes: Benchmark = {
  id: 'kept-bytes',
  title: `bytes held for each of the stress unit's pages of ${learners} learners, everything counted`,
  async run() {
    const { held, body } = await served(learners)
    const ratio = held / body.length
    return {
      id: this.id,
      title: this.title,
      value: held,
      unit: 'bytes',
      against: 'the bytes of the page',
      ratio,
      spread: [ratio, ratio],
      runs: 1,
      target: `at most ${limits.held} ×`,
      met: ratio <= limits.held,
    }
  },
}

/** Shows the unit to learners twice, and sends each page in brotli. */
async function served(count: number) {
  await using site = await StressSite.open()
  const [unit] = await site.publish('Kept')
  if (!unit) throw new Error('There is no unit to show.')
  await site.closeHost()
  await using host = await openHost({
    store: site.store,
    learner: (request) => ({ id: request.header('x-learner') ?? 'nobody' }),
  })
  const sent: number[] = []
  let body: HostResponse['body'] = ''
  const show = async (learner: string) => {
    const asked = pageRequest(unit.key, learner)
    const request: HostRequest = {
      ...asked,
      header: (name) => (name === 'accept-encoding' ? 'br' : asked.header(name)),
    }
    for (let view = 0; view < 2; view++) {
      const answer = await host.answer(request)
      body = answer.body
      const { length } = (await compressed(request, answer)).body
      if (view === 1) sent.push(length)
    }
  }
  for (let warm = 0; warm < 20; warm++) await show(`before-${warm}`)
  const before = memory()
  for (let learner = 0; learner < count; learner++) await show(`learner-${learner}`)
  const held = (memory() - before) / count
  wholePage(Buffer.from(body).toString())
  return { held, sent: sent.slice(20), body: Buffer.from(body) }
}

function memory(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
