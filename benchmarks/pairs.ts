import { setImmediate as nextTurn } from 'node:timers/promises'
import { median } from './figures.js'
import { markMeasured } from './measured-span.js'

/** Two things measured in turn, so that a machine that slows down slows both. */
export interface Pairs {
  /** Median milliseconds. */
  readonly subject: number
  readonly against: number
  /** Median, smallest and largest of subject / against. */
  readonly ratio: number
  readonly spread: readonly [number, number]
  readonly runs: number
  /** What each pair took. */
  readonly pairs: readonly Pair[]
}

/** Milliseconds of one thing and of the other. */
export interface Pair {
  readonly subject: number
  readonly against: number
}

/** What to measure: each may do one or many of the thing, and says how many. */
export interface Measured {
  /** One round; its time is divided by `times`. */
  readonly run: () => unknown
  readonly times: number
}

/**
 * What time is: of all processors that this process used, whatever else the machine does; or by the clock on the wall, for
 * what happens in other processes, or in several threads at once.
 */
export type TimeOf = 'processor' | 'wall'

/** Milliseconds that one of the thing took in a round. */
export async function timed({ run, times }: Measured, time: TimeOf = 'processor'): Promise<number> {
  const began = now(time)
  await run()
  return (now(time) - began) / times
}

/** Milliseconds since some moment. */
export function now(time: TimeOf): number {
  markMeasured()
  if (time === 'wall') return performance.now()
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** How pairs are measured. */
export interface PairsOptions {
  readonly runs: number
  /** Rounds of each that do not count. */
  readonly warmup?: number
  readonly time?: TimeOf
}

/**
 * Measures subject and against in turn, each first every other time. The event loop goes round between the two, so that neither
 * pays for what the other left to be done.
 */
export async function measurePairs(
  subject: Measured,
  against: Measured,
  { runs, warmup = 5, time = 'processor' }: PairsOptions,
): Promise<Pairs> {
  for (let round = 0; round < warmup; round++) {
    await timed(subject, time)
    await timed(against, time)
  }
  const pairs: Pair[] = []
  for (let round = 0; round < runs; round++) {
    const flip = round % 2 === 1
    await nextTurn()
    const first = await timed(flip ? against : subject, time)
    await nextTurn()
    const second = await timed(flip ? subject : against, time)
    pairs.push(flip ? { subject: second, against: first } : { subject: first, against: second })
  }
  return summarised(pairs)
}

/** The figures of pairs that were measured already. */
export function summarised(pairs: readonly Pair[]): Pairs {
  const ratios = pairs.map((pair) => pair.subject / pair.against)
  return {
    subject: median(pairs.map((pair) => pair.subject)),
    against: median(pairs.map((pair) => pair.against)),
    ratio: median(ratios),
    spread: [Math.min(...ratios), Math.max(...ratios)],
    runs: pairs.length,
    pairs,
  }
}

/** Does something so many times, each time in a turn of the event loop of its own, as requests come. */
export async function inTurns(times: number, work: (turn: number) => unknown): Promise<void> {
  for (let turn = 0; turn < times; turn++) {
    await nextTurn()
    await work(turn)
  }
}
