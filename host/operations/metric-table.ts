import type { HostState } from './host-state.js'
import type { RouteCounts } from './request-counts.js'

/** A value with its labels: names of the host’s own, never anything of a request. */
export type Value = readonly [labels: Readonly<Record<string, string>>, value: number]

/** A metric: what it is called behind the prefix, and how it is read out of the state of a host. */
export interface HostMetric {
  readonly name: string
  readonly help: string
  readonly labels?: readonly string[]
  readonly of: (state: HostState) => Iterable<Value> | number
}

/** What only grows. */
export const counters: readonly HostMetric[] = [
  {
    name: 'requests_total',
    help: 'Requests answered, by method and pattern of the route, and by HTTP status.',
    labels: ['method', 'route', 'status'],
    of: ({ requests }) =>
      routesOf(requests.routes).flatMap(([labels, { byStatus }]) =>
        [...byStatus].map(([status, count]): Value => [{ ...labels, status: String(status) }, count]),
      ),
  },
  {
    name: 'composed_units_total',
    help: 'Units composed, on the main thread (inline) or by a worker (pooled).',
    labels: ['where'],
    of: ({ compositor: { inline, pooled } }) => [
      [{ where: 'inline' }, inline],
      [{ where: 'pooled' }, pooled],
    ],
  },
  {
    name: 'compose_seconds_total',
    help: 'Seconds of work on composing, on the main thread (inline) or by workers (pooled).',
    labels: ['where'],
    of: ({ compositor: { inlineMs, pooledMs } }) => [
      [{ where: 'inline' }, inlineMs / 1000],
      [{ where: 'pooled' }, pooledMs / 1000],
    ],
  },
  {
    name: 'compose_failures_total',
    help: 'Units that could not be composed.',
    of: ({ compositor }) => compositor.failed,
  },
  {
    name: 'unit_cache_requests_total',
    help: 'Composed units asked for: kept (hit), composed (miss), or waited for with others (joined).',
    labels: ['result'],
    of: ({ compositor: { hits, misses, joined } }) => [
      [{ result: 'hit' }, hits],
      [{ result: 'miss' }, misses],
      [{ result: 'joined' }, joined],
    ],
  },
  {
    name: 'store_reads_total',
    help: 'Reads asked of a store.',
    labels: ['store'],
    of: ({ stores }) => byStore(stores, ({ reads }) => reads),
  },
  {
    name: 'store_writes_total',
    help: 'Writes asked of a store.',
    labels: ['store'],
    of: ({ stores }) => byStore(stores, ({ writes }) => writes),
  },
  {
    name: 'store_failures_total',
    help: 'Reads and writes that a store failed.',
    labels: ['store'],
    of: ({ stores }) => byStore(stores, ({ failures }) => failures),
  },
  {
    name: 'script_runs_total',
    help: 'Runs of Python for problems, by whether they gave an answer or were given up.',
    labels: ['outcome'],
    of: ({ scripts }) => [
      [{ outcome: 'answered' }, scripts?.answered ?? 0],
      [{ outcome: 'given_up' }, scripts?.failed ?? 0],
    ],
  },
  {
    name: 'events_written_total',
    help: 'Learner events sent, by where they go.',
    labels: ['sink'],
    of: ({ events }) => bySink(events, ({ written }) => written),
  },
  {
    name: 'event_log_failures_total',
    help: 'How often events could not be sent; they are sent again.',
    labels: ['sink'],
    of: ({ events }) => bySink(events, ({ failures }) => failures),
  },
  {
    name: 'block_failures_total',
    help: 'Blocks that failed in a view or handler, by error code.',
    labels: ['code'],
    of: ({ blockFailures }) => [...blockFailures].map(([code, count]): Value => [{ code }, count]),
  },
]

/** What goes up and down. */
export const gauges: readonly HostMetric[] = [
  {
    name: 'requests_under_way',
    help: 'Requests whose answers are not finished.',
    of: ({ underWay }) => underWay,
  },
  {
    name: 'unit_cache_units',
    help: 'Composed units that are kept.',
    of: ({ compositor }) => compositor.units,
  },
  {
    name: 'unit_cache_bytes',
    help: 'Characters of the composed units that are kept, as JSON.',
    of: ({ compositor }) => compositor.bytes,
  },
  {
    name: 'compose_threads',
    help: 'Threads that compose: as many as there may be (most), and those at work (busy).',
    labels: ['state'],
    of: ({ compositor: { threads, composing } }) => [
      [{ state: 'most' }, threads],
      [{ state: 'busy' }, composing],
    ],
  },
  {
    name: 'compose_queue',
    help: 'Units that wait for a thread.',
    of: ({ compositor }) => compositor.waiting,
  },
  {
    name: 'store_full',
    help: '1 where the last write to a store found no room, else 0.',
    labels: ['store'],
    of: ({ stores }) => byStore(stores, ({ isFull }) => Number(isFull)),
  },
  {
    name: 'script_processes',
    help: 'Processes with Python: all, and those at work (busy).',
    labels: ['state'],
    of: ({ scripts }) => [
      [{ state: 'all' }, scripts?.processes ?? 0],
      [{ state: 'busy' }, scripts?.busy ?? 0],
    ],
  },
  {
    name: 'script_queue',
    help: 'Runs of Python that wait for a process.',
    of: ({ scripts }) => scripts?.waiting ?? 0,
  },
  {
    name: 'jobs_under_way',
    help: 'Jobs that this process is at, such as rescoring everybody at a block.',
    of: ({ jobs }) => jobs,
  },
  {
    name: 'event_log_waiting',
    help: 'Learner events that wait to be sent.',
    labels: ['sink'],
    of: ({ events }) => bySink(events, ({ waiting }) => waiting),
  },
  {
    name: 'event_log_lag_seconds',
    help: 'Seconds since all events were sent, while some wait.',
    labels: ['sink'],
    of: ({ events }) => bySink(events, ({ lag }) => lag),
  },
]

function bySink(sinks: HostState['events'], of: (sink: HostState['events'][number]) => number): Value[] {
  return sinks.map((sink): Value => [{ sink: sink.name }, of(sink)])
}

function byStore(stores: HostState['stores'], of: (counts: HostState['stores'][string]) => number): Value[] {
  return Object.entries(stores).map(([store, counts]): Value => [{ store }, of(counts)])
}

/** Routes as labels: their patterns are the host's own, and nothing of an address. */
export function routesOf(
  routes: ReadonlyMap<string, RouteCounts>,
): (readonly [Readonly<Record<string, string>>, RouteCounts])[] {
  return [...routes].map(([pattern, counts]) => {
    const [method = '', route = ''] = pattern.split(' ')
    return [{ method, route }, counts]
  })
}
