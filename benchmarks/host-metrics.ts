/** A figure of a host's own metrics, before and after something. */
export interface MetricChange {
  /** Its name, with its labels, as Prometheus has it. */
  readonly name: string
  readonly before: number
  readonly after: number
}

/** Reads a host's metrics, by name with labels; buckets are left out. @throws Error where there are none */
export async function readMetrics(address: string): Promise<Map<string, number>> {
  const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(10_000) })
  const found = new Map<string, number>()
  for (const line of (await answer.text()).split('\n')) {
    const [, name = '', value] = /^(\w+(?:\{[^}]*\})?) (\S+)$/.exec(line) ?? []
    if (value !== undefined && !/_bucket\b/.test(name)) found.set(name, Number(value))
  }
  if (found.size > 0) return found
  throw new Error(
    `${address} was answered with ${answer.status} and no metrics: they are at /metrics of the port for operators.`,
  )
}

/** Metrics of the process that say nothing of what a load did. */
const ofTheProcess = /_nodejs_(?!eventloop_lag_(p50|p99|max))|_process_(?!cpu_seconds_total|resident)/

/** What is another than before. */
export function changes(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): MetricChange[] {
  return [...after]
    .map(([name, value]) => ({ name, before: before.get(name) ?? 0, after: value }))
    .filter((change) => change.before !== change.after && !ofTheProcess.test(change.name))
}
