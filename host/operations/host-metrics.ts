import { Counter, Gauge, Registry } from 'prom-client'
import { DurationMetric } from './duration-metric.js'
import type { HostState } from './host-state.js'
import { counters, gauges, routesOf, type HostMetric, type Value } from './metric-table.js'
import { prefix } from './process-metrics.js'

/** The metrics of one host, in a registry of its own. @param stateOf asked once each time they are read */
export function hostMetrics(stateOf: () => HostState): Registry {
  const registry = new Registry()
  let state: HostState | undefined
  // Metrics are read one after another in one turn of the event loop.
  const now = (): HostState => {
    if (!state) setImmediate(() => (state = undefined))
    return (state ??= stateOf())
  }
  for (const metric of counters) {
    const counter = new Counter({
      ...described(metric),
      collect() {
        this.reset()
        for (const [labels, value] of valuesOf(metric, now())) this.inc(labels, value)
      },
    })
    registry.registerMetric(counter)
  }
  for (const metric of gauges) {
    const gauge = new Gauge({
      ...described(metric),
      collect() {
        this.reset()
        for (const [labels, value] of valuesOf(metric, now())) this.set(labels, value)
      },
    })
    registry.registerMetric(gauge)
  }
  const name = `${prefix}request_duration_seconds`
  const help = 'Seconds until an answer was made, by method and pattern of the route; sending is not in it.'
  registry.registerMetric(new DurationMetric({ name, help }, () => routesOf(now().requests.routes)))
  return registry
}

function described({ name, help, labels = [] }: HostMetric) {
  return { name: `${prefix}${name}`, help, labelNames: [...labels], registers: [] }
}

function valuesOf({ of }: HostMetric, state: HostState): Iterable<Value> {
  const values = of(state)
  return typeof values === 'number' ? [[{}, values]] : values
}
