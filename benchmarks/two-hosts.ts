import { LocalPostgres, postgresPrograms } from '../store/index.js'
import { LearnersLoad } from './learners-load.js'
import { markMeasured } from './measured-span.js'
import { summarised, type Pairs } from './pairs.js'
import { processCost, readsProcessCost } from './process-cost.js'
import { median } from './figures.js'
import { pairedBenchmark } from './paired-benchmark.js'
import type { Benchmark } from './result.js'
import { StressSite } from './stress-site.js'
import { stressCase } from './stress-unit.js'
import { ServerProcess } from './server-process.js'

const rounds = 10
/** Requests to either in a round. */
const requests = 600
const load = { learners: 40, connections: 16, submitEvery: 10 }
const limit = 1.1
const [least, longest] = [0.001, 1000]

interface Found {
  readonly hosts: Pairs
  readonly database: Pairs
  /** Milliseconds from a publish on one host until the other shows it. */
  readonly seen: readonly number[]
  readonly noticed: readonly number[]
}

let found: Promise<Found> | undefined

/** One measurement gives all three figures. */
function measured(): Promise<Found> {
  return (found ??= measure())
}

/** Whether there is anything to measure with; these benchmarks stand aside where there is not. */
const canRun = postgresPrograms() !== undefined && readsProcessCost

const mixed = `of ${load.learners} learners who view the unit of ${stressCase.shown} problems, every ${load.submitEvery}th request a submission`

/** What a request costs the hosts. */
export const twoHosts = processors(
  'two-hosts',
  `processor of two hosts on one PostgreSQL for a request ${mixed}`,
  'hosts',
)

/** And what it costs the database. */
export const twoHostsDatabase = processors(
  'two-hosts-database',
  `processor of the database under two hosts for a request ${mixed}`,
  'database',
)

function processors(id: string, title: string, who: 'hosts' | 'database'): Benchmark {
  return pairedBenchmark({
    id,
    title,
    unit: 'ms',
    against: 'one host on the same database',
    sizes: { of: 'hosts', what: 'hosts', subject: 2, against: 1 },
    atMost: { ratio: limit },
    measure: async () => (canRun ? (await measured())[who] : undefined),
  })
}

/** How long learners on another host wait for what was published. */
export const publishSeen: Benchmark = {
  id: 'publish-seen',
  title: 'from a publish on one host until another shows it',
  async run() {
    if (!canRun) return undefined
    const { seen, noticed } = await measured()
    const ratios = seen.map((time, round) => time / Math.max(noticed[round] ?? least, least))
    return {
      id: 'publish-seen',
      title: 'from a publish on one host until another shows it',
      value: median(seen),
      unit: 'ms',
      against: 'a page of the other host that shows nothing new',
      ratio: median(ratios),
      spread: [Math.min(...ratios), Math.max(...ratios)],
      runs: seen.length,
      target: `at most ${longest} ms`,
      met: Math.max(...seen) <= longest,
    }
  },
}

async function measure(): Promise<Found> {
  await using database = await LocalPostgres.start()
  await using site = await StressSite.open(database.address)
  const [unit] = await site.publish('Hosted')
  if (!unit) throw new Error('There is no unit to serve.')
  const task = { store: database.address, namesLearners: true }
  await using alone = await ServerProcess.start(task)
  await using first = await ServerProcess.start(task)
  await using second = await ServerProcess.start(task)
  const learners = new LearnersLoad({ ...load, unit: unit.key })
  try {
    await learners.prepare(alone.address)
    const cost = async (servers: readonly ServerProcess[]) => {
      markMeasured()
      const spent = () => servers.reduce((sum, { pid }) => sum + processCost(pid), 0)
      const [hosts, server] = [spent(), processCost(database.pid ?? 0)]
      await learners.run(
        servers.map(({ address }) => address),
        requests,
      )
      markMeasured()
      return {
        hosts: (spent() - hosts) / requests,
        database: (processCost(database.pid ?? 0) - server) / requests,
      }
    }
    const pairs: { readonly subject: Costs; readonly against: Costs }[] = []
    for (let round = -2; round < rounds; round++) {
      const flip = round % 2 === 0
      const one = await cost(flip ? [first, second] : [alone])
      const other = await cost(flip ? [alone] : [first, second])
      if (round >= 0) pairs.push(flip ? { subject: one, against: other } : { subject: other, against: one })
    }
    const of = (who: keyof Costs) =>
      summarised(
        pairs.map(({ subject, against }) => ({
          subject: subject[who],
          against: Math.max(against[who], least),
        })),
      )
    return { hosts: of('hosts'), database: of('database'), ...(await published(site, second)) }
  } finally {
    learners.close()
  }
}

interface Costs {
  readonly hosts: number
  readonly database: number
}

/** Publishes course after course, and looks at the other host's list of courses until each is there. */
async function published(site: StressSite, host: ServerProcess): Promise<Pick<Found, 'seen' | 'noticed'>> {
  const list = async () => (await fetch(`${host.address}/`, { headers: { 'x-learner': 'first' } })).text()
  const [seen, noticed]: [number[], number[]] = [[], []]
  await list()
  for (let round = 0; round < rounds; round++) {
    const asked = performance.now()
    await list()
    noticed.push(performance.now() - asked)
    await site.publish(`Seen${round}`, { shown: 1, textAndVideo: false })
    const began = performance.now()
    while (!(await list()).includes(encodeURIComponent(`+Seen${round}+`))) {
      if (performance.now() - began > 10 * longest) throw new Error('What was published is not shown.')
    }
    seen.push(performance.now() - began)
  }
  return { seen, noticed }
}
