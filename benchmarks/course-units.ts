import { Session, type Profiler } from 'node:inspector/promises'
import { join } from 'node:path'
import { openHost } from '../host/index.js'
import { ColdHosts } from './cold-hosts.js'
import { courseGains } from './course-gains.js'
import { microseconds, type Span } from './measured-span.js'
import { placedUnits } from './placed-units.js'
import { profileIn } from './profile.js'
import { TemporaryFolder } from './stress-site.js'
import { contentOf } from './unit-content.js'
import { inTurn, unitCosts, type UnitCost } from './unit-costs.js'

/** One of those that cost most, with what is in it and where the time of its first page goes. */
export interface SlowUnit extends UnitCost {
  readonly why: readonly string[]
}

/** What a course of somebody's own costs. */
export interface CourseReport {
  readonly path: string
  readonly units: number
  /** Units that could not be shown to a learner, with the reason. */
  readonly refused: readonly string[]
  /** Milliseconds to import and publish it. */
  readonly importMs: number
  readonly findings: number
  /** The ten that cost most when they are shown for the first time. */
  readonly slowest: readonly SlowUnit[]
  /** What is gained by what, of all units as measured. */
  readonly gains: readonly string[]
}

const most = { slowest: 10, units: 2000, refused: 20 }
/** Hosts whose first pages are looked into. */
const profiledRounds = 6

/** Imports a course into a store that is thrown away, and shows each unit to learners. @throws what importing does */
export async function courseReport(path: string): Promise<CourseReport> {
  await using folder = await TemporaryFolder.make()
  const store = join(folder.path, 'store')
  const began = performance.now()
  const { keys, findings, titles, count } = await imported(store, path)
  const importMs = performance.now() - began
  await using cold = await ColdHosts.open(store, [], { info() {}, warn() {}, error() {} })
  const { costs, refused } = await unitCosts(cold, keys, titles)
  const slowest = costs.toSorted((one, other) => other.newMs - one.newMs).slice(0, most.slowest)
  const { profiles, spans } = await profiled(
    cold,
    slowest.map(({ key }) => key),
  )
  const host = cold.start()
  const slow: SlowUnit[] = []
  for (const unit of slowest) {
    const { parts } = profileIn(profiles, spans.get(unit.key))
    const dear = parts.slice(0, 3).map(({ part, share }) => `${(100 * share).toFixed(0)} % ${part}`)
    const { root } = await host.courseware.compositor.unit(unit.key)
    slow.push({ ...unit, why: [...contentOf(root), `its time: ${dear.join(', ')}`] })
  }
  await host.courseware.close()
  const { parts } = profileIn(profiles, [...spans.values()].flat())
  return {
    path,
    units: count,
    refused: refused.slice(0, most.refused),
    importMs,
    findings,
    slowest: slow,
    gains: courseGains(costs, parts),
  }
}

async function imported(store: string, path: string) {
  await using host = await openHost({ store, python: false, threads: 1 })
  const report = await host.authoring.import(path)
  const units = await placedUnits(await host.published(report.context))
  if (units.length === 0) throw new Error(`${path} has no unit that a learner could see.`)
  return {
    count: units.length,
    keys: units.slice(0, most.units).map(({ entry }) => entry.key),
    titles: new Map(units.map(({ entry, title }) => [entry.key, title])),
    findings: report.findings.length,
  }
}

/** What V8 finds of where the time of first pages goes, and when they were made, by unit. */
interface Profiled {
  readonly profiles: readonly Profiler.Profile[]
  readonly spans: ReadonlyMap<string, readonly Span[]>
}

async function profiled(cold: ColdHosts, keys: readonly string[]): Promise<Profiled> {
  const spans = new Map(keys.map((key) => [key, [] as Span[]]))
  const profiles: Profiler.Profile[] = []
  const session = new Session()
  session.connect()
  try {
    await session.post('Profiler.enable')
    await session.post('Profiler.setSamplingInterval', { interval: 100 })
    for (let round = 0; round < profiledRounds; round++) {
      const host = cold.start(false)
      await session.post('Profiler.start')
      for (const [at, key] of inTurn(keys, round).entries()) {
        const from = microseconds()
        await cold.page(host, key)
        if (at > 0 || keys.length === 1) spans.get(key)?.push({ from, to: microseconds() })
      }
      profiles.push((await session.post('Profiler.stop')).profile)
      await host.courseware.close()
    }
    return { profiles, spans }
  } finally {
    session.disconnect()
  }
}
