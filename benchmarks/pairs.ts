import { median } from './result.js'

/** Two things measured in turn, so that a machine that slows down slows both. */
export interface Pairs {
  /** Median milliseconds. */
  readonly subject: number
  readonly against: number
  /** Median, smallest and largest of subject / against. */
  readonly ratio: number
  readonly spread: readonly [number, number]
  readonly runs: number
}

/** What to measure: each may do one or many of the thing, and says how many. */
export interface Measured {
  /** One round; its time is divided by `times`. */
  readonly run: () => unknown
  readonly times: number
}

/** Milliseconds that one of the thing took in a round. */
export async function timed({ run, times }: Measured): Promise<number> {
  const began = performance.now()
  await run()
  return (performance.now() - began) / times
}

/** Measures subject and against in turn, after `warmup` rounds of each that do not count. */
export async function measurePairs(
  subject: Measured,
  against: Measured,
  runs: number,
  warmup = 5,
): Promise<Pairs> {
  for (let round = 0; round < warmup; round++) {
    await timed(subject)
    await timed(against)
  }
  const pairs: { subject: number; against: number }[] = []
  for (let round = 0; round < runs; round++) {
    const flip = round % 2 === 1
    const first = await timed(flip ? against : subject)
    const second = await timed(flip ? subject : against)
    pairs.push(flip ? { subject: second, against: first } : { subject: first, against: second })
  }
  return summarised(pairs)
}

/** The figures of pairs that were measured already. */
export function summarised(pairs: readonly { readonly subject: number; readonly against: number }[]): Pairs {
  const ratios = pairs.map((pair) => pair.subject / pair.against)
  return {
    subject: median(pairs.map((pair) => pair.subject)),
    against: median(pairs.map((pair) => pair.against)),
    ratio: median(ratios),
    spread: [Math.min(...ratios), Math.max(...ratios)],
    runs: pairs.length,
  }
}
