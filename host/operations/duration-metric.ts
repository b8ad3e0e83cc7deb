import { Histogram, type MetricObjectWithValues, type MetricValueWithName } from 'prom-client'
import { durationBounds, type RouteCounts } from './request-counts.js'

type Labels = 'method' | 'route' | 'le'

/** How long answers took, as the histogram of what was counted: nothing is worked out before somebody asks. */
export class DurationMetric extends Histogram<Labels> {
  readonly #name: string
  readonly #help: string

  /** @param routes those that were counted, with their labels */
  constructor(
    { name, help }: { readonly name: string; readonly help: string },
    private readonly routes: () => Iterable<readonly [Readonly<Record<string, string>>, RouteCounts]>,
  ) {
    super({ name, help, labelNames: ['method', 'route'], registers: [] })
    this.#name = name
    this.#help = help
  }

  override async get(): Promise<MetricObjectWithValues<MetricValueWithName<Labels>>> {
    const values = [...this.routes()].flatMap(([labels, counts]) => [...this.#valuesOf(labels, counts)])
    const metric = { name: this.#name, help: this.#help, type: 'histogram', aggregator: 'sum', values }
    return metric as unknown as MetricObjectWithValues<MetricValueWithName<Labels>>
  }

  /** What a registry asks a histogram for. */
  getForPromString(): ReturnType<DurationMetric['get']> {
    return this.get()
  }

  *#valuesOf(labels: Readonly<Record<string, string>>, counts: RouteCounts) {
    let sum = 0
    for (const [place, count] of counts.byDuration.entries()) {
      sum += count
      const le = durationBounds[place] ?? '+Inf'
      yield { metricName: `${this.#name}_bucket`, labels: { ...labels, le }, value: sum }
    }
    yield { metricName: `${this.#name}_sum`, labels, value: counts.seconds }
    yield { metricName: `${this.#name}_count`, labels, value: sum }
  }
}
