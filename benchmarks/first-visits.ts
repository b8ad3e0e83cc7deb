import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { markMeasured } from './measured-span.js'
import { summarised, type Pair, type Pairs } from './pairs.js'
import { pairedBenchmark } from './paired-benchmark.js'
import { StressSite } from './stress-site.js'
import type { VisitsMade, VisitsTask } from './visiting-process.js'

const units = 60
/** Of the visits, those that a process makes while most of its JavaScript is not compiled yet. */
const first = 20
const processes = 6

/** A restart as learners feel it: a new process on the store as it stands, with all that its learners store. */
export const firstVisits = pairedBenchmark({
  id: 'first-visits-after-restart',
  title: `each of the first ${first} visits of a process just started, of ${units} different units by a new learner each`,
  unit: 'ms',
  against: 'other new learners at the same units, later in the same process',
  atMost: { ms: 15 },
  measure: () => visits(0, first),
})

export const laterVisits = pairedBenchmark({
  id: 'later-visits-after-restart',
  title: `each of the ${units - first} visits after the first ${first} of a process just started`,
  unit: 'ms',
  against: 'other new learners at the same units, later in the same process',
  atMost: { ms: 5 },
  measure: () => visits(first, units),
})

/** Milliseconds of processor for each visit, a mean of these visits for each process. */
async function visits(from: number, to: number): Promise<Pairs> {
  await using site = await StressSite.open()
  const keys = (await site.publish('Restarted', { units })).map(({ key }) => key)
  await site.closeHost()
  const pairs: Pair[] = []
  for (let round = -1; round < processes; round++) {
    markMeasured()
    const made = await visited({ store: site.store, units: keys, name: `round${round}` })
    if (round >= 0) pairs.push({ subject: mean(made.first, from, to), against: mean(made.again, from, to) })
  }
  markMeasured()
  return summarised(pairs)
}

function mean(times: readonly number[], from: number, to: number): number {
  return times.slice(from, to).reduce((sum, ms) => sum + ms, 0) / (to - from)
}

async function visited(task: VisitsTask): Promise<VisitsMade> {
  const child = fork(fileURLToPath(new URL('./visiting-process.js', import.meta.url)))
  const ended = once(child, 'exit')
  child.send(task)
  const [made] = (await Promise.race([once(child, 'message'), ended])) as [VisitsMade | number]
  if (typeof made !== 'object') throw new Error(`The process that visits ended with ${made}.`)
  await ended
  return made
}
