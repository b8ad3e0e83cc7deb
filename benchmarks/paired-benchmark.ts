import type { Pairs } from './pairs.js'
import type { Benchmark } from './result.js'

const perMillisecond = { ms: 1, µs: 1e3, ns: 1e6 } as const

/** A benchmark of two things measured in turn, where less is better. */
export interface PairedBenchmark {
  readonly id: string
  readonly title: string
  /** What the subject's median is given in. */
  readonly unit: keyof typeof perMillisecond
  readonly against: string
  /** The most the subject may take, in milliseconds, or as a multiple of what it is measured against. */
  readonly atMost: { readonly ms: number } | { readonly ratio: number }
  measure(): Promise<Pairs>
}

/** The benchmark that a pair of things makes. */
export function pairedBenchmark({ id, title, unit, against, atMost, measure }: PairedBenchmark): Benchmark {
  return {
    id,
    title,
    async run() {
      const { subject, ratio, spread, runs, pairs } = await measure()
      const [target, met] =
        'ms' in atMost
          ? [`at most ${atMost.ms} ms`, subject <= atMost.ms]
          : [`at most ${atMost.ratio} ×`, ratio <= atMost.ratio]
      return {
        id,
        title,
        value: subject * perMillisecond[unit],
        unit,
        against,
        ratio,
        spread,
        runs,
        pairs,
        target,
        met,
      }
    },
  }
}
