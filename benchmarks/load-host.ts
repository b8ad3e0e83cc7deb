import { lookup } from 'node:dns/promises'
import { BlockList } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { percentile } from './figures.js'
import { changes, readMetrics, type MetricChange } from './host-metrics.js'
import { LearnersClient } from './learners-client.js'

/** What a host is asked for, and how fast. */
export interface LoadOptions {
  /** Of a host whose visitors choose a learner on the page, or that reads one out of a header. */
  readonly url: string
  /** Requests a second, at most. */
  readonly rate: number
  readonly seconds: number
  readonly learners: number
  /** Of all requests, those of learners who were never here. */
  readonly shareNew?: number
  /** Of all requests, submissions. */
  readonly shareSubmissions?: number
  /** A header that says who asks; without it the demo's form is used. */
  readonly header?: string | undefined
  /** Where the host's metrics are, as they are on a port of their own. */
  readonly metrics?: string | undefined
  /** Whether the host is the caller's own, where it is on another machine. */
  readonly isOwn?: boolean
}

type Kind = 'view' | 'new learner' | 'submission'

/** What was answered to one kind of request. */
export interface LoadFigures {
  readonly kind: Kind
  readonly requests: number
  readonly errors: number
  /** Milliseconds. */
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

/** What came of a load. */
export interface LoadReport {
  readonly url: string
  /** Requests a second that were asked for, and that were made. */
  readonly asked: number
  readonly made: number
  readonly seconds: number
  readonly figures: readonly LoadFigures[]
  /** What went wrong, by kind of request and status, with how often. */
  readonly faults: readonly { readonly what: string; readonly count: number }[]
  /** What of the host's own metrics changed meanwhile. */
  readonly metrics: readonly MetricChange[]
}

/** Requests under way at most; where the host is slower than the rate, they are made as it answers. */
const mostUnderWay = 200

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/**
 * Loads a running host as many learners do: most look at units, some submit, some were never here before. It begins each request when its
 * time comes, whether or not those before were answered, so a host that stands still shows in the latencies.
 * @throws Error for a host elsewhere that is not said to be one's own, and where nothing is published
 */
export async function loaded(options: LoadOptions): Promise<LoadReport> {
  const { url, rate, seconds, metrics, isOwn = false } = options
  if (!isOwn) await requireHere(url)
  const before = metrics === undefined ? undefined : await readMetrics(metrics)
  using client = new LearnersClient({ ...options, connections: mostUnderWay })
  const turns = planned(options)
  const everybody = [...new Set(turns.map(({ number }) => client.name(number)))]
  const [first = ''] = everybody
  await client.signIn([first])
  const units = await client.units(first)
  if (units.length === 0) throw new Error(`${url} shows no unit to a learner: is a course published there?`)
  await client.signIn(everybody.slice(1))

  const made: { readonly kind: Kind; readonly ms: number; readonly fault: string | undefined }[] = []
  const underWay = new Set<Promise<void>>()
  const began = performance.now()
  for (const [turn, { kind, number, chance }] of turns.entries()) {
    const learner = client.name(number)
    const due = began + (turn * 1000) / rate
    while (performance.now() < due) await wait(Math.max(1, due - performance.now()))
    if (performance.now() > began + 1500 * seconds) break
    if (underWay.size >= mostUnderWay) await Promise.race(underWay)
    const unit = units[Math.floor(chance * units.length)] ?? ''
    const submits = kind === 'submission' && client.canSubmit
    const asked = (submits ? client.submit() : client.view(learner, unit)).then((fault) => {
      // Where nobody has a problem before them, one looks first.
      made.push({
        kind: kind === 'submission' && !submits ? 'view' : kind,
        ms: performance.now() - due,
        fault,
      })
      underWay.delete(asked)
    })
    underWay.add(asked)
  }
  await Promise.all(underWay)
  const spent = (performance.now() - began) / 1000
  return {
    url,
    asked: rate,
    made: made.length / spent,
    seconds: spent,
    figures: (['view', 'new learner', 'submission'] as const).flatMap((kind) =>
      figuresOf(
        kind,
        made.filter((one) => one.kind === kind),
      ),
    ),
    faults: counted(made.flatMap(({ kind, fault }) => (fault === undefined ? [] : [`${kind}: ${fault}`]))),
    metrics: before && metrics !== undefined ? changes(before, await readMetrics(metrics)) : [],
  }
}

/** @throws Error for a host whose name stands for another machine than this */
async function requireHere(url: string): Promise<void> {
  const { hostname, host } = new URL(url)
  const addresses = await lookup(hostname.replace(/^\[|\]$/g, ''), { all: true }).catch(() => [])
  const isHere =
    addresses.length > 0 &&
    addresses.every(({ address, family }) => loopback.check(address, family === 6 ? 'ipv6' : 'ipv4'))
  if (!isHere)
    throw new Error(`${host} is not this machine: say --i-own-this-host where it is yours to load.`)
}

interface Turn {
  readonly kind: Kind
  /** Of the learner. */
  readonly number: number
  /** From 0 to below 1: which unit. */
  readonly chance: number
}

/** Who asks for what, in order. */
function planned({ rate, seconds, learners, shareNew = 0.1, shareSubmissions = 0.2 }: LoadOptions): Turn[] {
  // Each run has learners of its own: those of another may have no attempts left.
  const first = 1 + (Math.floor(Date.now() / 1000) % 90_000) * 10_000
  return Array.from({ length: Math.max(1, Math.round(rate * seconds)) }, (_, turn) => {
    const drawn = fraction(turn)
    const kind =
      drawn < shareNew ? 'new learner' : drawn < shareNew + shareSubmissions ? 'submission' : 'view'
    const number = first + (kind === 'new learner' ? learners + turn : turn % learners)
    return { kind, number, chance: fraction(turn * 7 + 3) }
  })
}

/** A number from 0 to below 1 that a turn decides, so that two runs ask for the same. */
function fraction(turn: number): number {
  return (Math.imul(turn + 1, 2_654_435_761) >>> 0) / 2 ** 32
}

function figuresOf(kind: Kind, made: readonly { ms: number; fault: string | undefined }[]): LoadFigures[] {
  if (made.length === 0) return []
  const times = made.map(({ ms }) => ms)
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(times, share)) as [
    number,
    number,
    number,
  ]
  const errors = made.filter(({ fault }) => fault !== undefined).length
  return [
    {
      kind,
      requests: made.length,
      errors,
      p50,
      p95,
      p99,
      max: times.reduce((most, one) => Math.max(most, one), 0),
    },
  ]
}

/** How often each text is there, the most frequent first. */
function counted(texts: readonly string[]): { what: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const what of texts) counts.set(what, (counts.get(what) ?? 0) + 1)
  return [...counts].map(([what, count]) => ({ what, count })).sort((one, other) => other.count - one.count)
}
