import { median } from './figures.js'
import type { Pairs } from './pairs.js'
import type { Benchmark, Sizes } from './result.js'

const perMillisecond = { ms: 1, µs: 1e3, ns: 1e6 } as const

/** A benchmark of two things measured in turn, where less is better. */
export interface PairedBenchmark {
  readonly id: string
  readonly title: string
  /** What the subject's median is given in. */
  readonly unit: keyof typeof perMillisecond
  readonly against: string
  /** Where that is the same at another size. */
  readonly sizes?: Sizes
  /** The most the subject may take: in milliseconds, in milliseconds more than what it is measured against, or as a multiple of that. */
  readonly atMost: { readonly ms: number } | { readonly beyondMs: number } | { readonly ratio: number }
  /** Gives nothing where it stands aside for want of something on this machine. */
  measure(): Promise<MeasuredPairs | undefined>
}

/** What was measured, with what is said besides in the title. */
export interface MeasuredPairs extends Pairs {
  readonly aside?: string
}

/** The benchmark that a pair of things makes. */
export function pairedBenchmark({
  id,
  title,
  unit,
  against,
  atMost,
  sizes,
  measure,
}: PairedBenchmark): Benchmark {
  return {
    id,
    title,
    async run() {
      const measured = await measure()
      if (!measured) return undefined
      const { subject, ratio, spread, runs, pairs, aside } = measured
      const [target, met] = judged(atMost, { subject, ratio, pairs })
      return {
        id,
        title: aside === undefined ? title : `${title} (${aside})`,
        value: subject * perMillisecond[unit],
        unit,
        against,
        ratio,
        spread,
        runs,
        pairs,
        target,
        met,
        ...(sizes && { sizes }),
      }
    },
  }
}

function judged(
  atMost: PairedBenchmark['atMost'],
  { subject, ratio, pairs }: Pick<Pairs, 'subject' | 'ratio' | 'pairs'>,
): readonly [target: string, met: boolean] {
  if ('ms' in atMost) return [`at most ${atMost.ms} ms`, subject <= atMost.ms]
  if ('ratio' in atMost) return [`at most ${atMost.ratio} ×`, ratio <= atMost.ratio]
  const beyond = median(pairs.map((pair) => pair.subject - pair.against))
  return [`at most ${atMost.beyondMs} ms beyond it (${beyond.toFixed(2)})`, beyond <= atMost.beyondMs]
}
