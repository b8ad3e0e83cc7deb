import { WorkerPool } from '../compositor/index.js'
import { shippedPlugin } from '../plugins/index.js'
import { measurePairs } from './pairs.js'
import type { Benchmark } from './result.js'
import { stressCase } from './stress-unit.js'
import { StressSite, type StoredRecord } from './stress-site.js'

const units = 40
const id = 'two-workers'
const title = `a batch of ${units} different units of text, ${stressCase.shown} problems and video, composed by two workers`
const limit = 1.8
const rounds = 8
/** Times each pool composes the batch in one round. */
const times = 3

/** How many times as many units two threads compose as one does. Nothing composed is kept anywhere. */
export const twoWorkers: Benchmark = {
  id,
  title,
  async run() {
    await using site = await StressSite.open()
    const records = await site.publish('Batch', { units })
    const plugins = { specifiers: [shippedPlugin], overrides: [] }
    await using one = new WorkerPool({ plugins, threads: 1 })
    await using two = new WorkerPool({ plugins, threads: 2 })
    const pairs = await measurePairs(
      { run: () => batches(one, records), times },
      { run: () => batches(two, records), times },
      { runs: rounds, warmup: 3, time: 'wall' },
    )
    return {
      id,
      title,
      value: pairs.against,
      unit: 'ms',
      against: 'the same by one worker; the ratio is units in the same time',
      ratio: pairs.ratio,
      spread: pairs.spread,
      runs: pairs.runs,
      pairs: pairs.pairs,
      target: `at least ${limit} ×`,
      met: pairs.ratio >= limit,
    }
  },
}

async function batches(pool: WorkerPool, records: readonly StoredRecord[]): Promise<void> {
  for (let time = 0; time < times; time++) {
    await Promise.all(records.map(({ text, version }) => pool.compose(text, version)))
  }
}
