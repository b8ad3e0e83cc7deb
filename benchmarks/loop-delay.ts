import { setTimeout as wait } from 'node:timers/promises'
import { Compositor } from '../compositor/index.js'
import { composeRecord } from '../compositor/compose.js'
import { loadPlugins, shippedPlugin, type LoadedPlugins } from '../plugins/index.js'
import { markMeasured } from './measured-span.js'
import { summarised } from './pairs.js'
import { percentile } from './figures.js'
import type { Benchmark } from './result.js'
import { StressSite, type StoredRecord } from './stress-site.js'

/** Milliseconds of composing that one unit is to cost. */
const wanted = 15
const units = 20
/** Milliseconds from asking for one unit to asking for the next. */
const pace = 2.5 * wanted
const limit = 0.25
const rounds = 5
const id = 'loop-delay'
const title = `how late the event loop is (p99) while units of ${wanted} ms are composed in the pool`

/** What others wait for while units are composed: the learner of a small page behind the learner of a large one. */
export const loopDelay: Benchmark = {
  id,
  title,
  async run() {
    await using site = await StressSite.open()
    const plugins = { specifiers: [shippedPlugin], overrides: [] }
    const loaded = await loadPlugins(plugins)
    const { shown, cost } = await sized(site, loaded)
    const records = await site.publish('Large', { units, shown, alike: true })
    const { types } = loaded
    const { host } = site
    const delays = async (pooled: boolean) => {
      await using compositor = new Compositor({
        store: host.units,
        types,
        inlineLimit: 0,
        threads: 1,
        ...(pooled && { plugins }),
      })
      const [first, ...rest] = records
      if (first) await compositor.unit(first.key)
      return await latenesses(rest, (key) => compositor.unit(key))
    }
    const pairs: { subject: number; against: number }[] = []
    for (let round = 0; round <= rounds; round++) {
      const subject = percentile(await delays(true), 0.99)
      const against = percentile(await delays(false), 0.99)
      if (round > 0) pairs.push({ subject, against })
    }
    const found = summarised(pairs)
    return {
      id,
      title: `${title} (${shown} problems, ${cost.toFixed(1)} ms)`,
      value: found.subject,
      unit: 'ms',
      against: 'the same units composed inline',
      ratio: found.ratio,
      spread: found.spread,
      runs: found.runs,
      pairs: found.pairs,
      target: `at most ${limit} ×`,
      met: found.ratio <= limit,
    }
  },
}

/** Asks for a unit at an even pace, and notes by how many milliseconds a timer of one millisecond comes late. */
async function latenesses(
  records: readonly StoredRecord[],
  compose: (key: string) => Promise<unknown>,
): Promise<number[]> {
  const late: number[] = []
  markMeasured()
  let expected = performance.now() + 1
  const tick = () => {
    const now = performance.now()
    late.push(Math.max(0, now - expected))
    expected = now + 1
    timer = setTimeout(tick, 1)
  }
  let timer = setTimeout(tick, 1)
  const asked: Promise<unknown>[] = []
  for (const { key } of records) {
    asked.push(compose(key))
    await wait(pace)
  }
  await Promise.all(asked)
  clearTimeout(timer)
  markMeasured()
  return late
}

/** How many problems make a unit that costs what is wanted, and what it costs. */
async function sized(site: StressSite, { types }: LoadedPlugins): Promise<{ shown: number; cost: number }> {
  const cost = async (shown: number) => {
    const [record] = await site.publish(`Sized${shown}`, { shown })
    if (!record) throw new Error('There is no unit to measure.')
    const took: number[] = []
    for (let time = 0; time < 60; time++) {
      const began = performance.now()
      composeRecord(record.text, record.version, types)
      took.push(performance.now() - began)
    }
    return percentile(took.slice(30), 0.25)
  }
  const tried = 200
  const shown = Math.max(30, Math.round((tried * wanted) / (await cost(tried))))
  return { shown, cost: await cost(shown) }
}
