import type { Environment } from './calibration.js'
import { median } from './figures.js'
import type { BenchmarkResult } from './result.js'

/** How one benchmark compares with an earlier run. */
export interface Verdict {
  readonly id: string
  readonly says: 'faster' | 'slower' | 'same' | 'not compared'
  /** By how much the cost is another than before, both measured against their opponents: 1.1 is a tenth more. */
  readonly change?: number
  /** Between which changes it is, with 95 % confidence. */
  readonly interval?: readonly [number, number]
}

/**
 * What two runs of one build differ by: a process that places its code and data elsewhere, or compiles it in another order, is some
 * per cent faster or slower for all its life. Less is no change.
 */
const smallest = 0.1
/** And by how much at least, with all confidence. */
const clear = 0.03
/**
 * Of how many medians a run is taken to consist, where it is of one process. Pairs that follow each other are alike, as the machine is
 * busy or quiet for a while; so what is compared are medians of pairs that follow each other, and a machine that changes shows in how
 * far they lie apart.
 */
const batches = 12
/** Processes from which on their medians are what is compared. */
const enoughProcesses = 4

/**
 * Compares two runs. Times of two runs are of two machines, or of one that did other things; so what is compared is the ratio of each
 * pair to its opponent, in medians of pairs that follow each other or, where there were several processes, of each of them. The change is
 * the median over all ways to take one of either run (Hodges and Lehmann), with the interval that belongs to it. A change is said only
 * where it is a tenth or more, and the whole interval three per cent or more on its side.
 */
export function verdicts(results: readonly BenchmarkResult[], before: readonly BenchmarkResult[]): Verdict[] {
  return results.map((result) => {
    const { id } = result
    const old = before.find((other) => other.id === id)
    const [ours, theirs] = [logRatios(result), logRatios(old)]
    if (ours.length < 4 || theirs.length < 4) return { id, says: 'not compared' }
    const [low, middle, high] = shift(ours, theirs)
    // Of work done in the same time more is less cost.
    const costs = result.target.startsWith('at least')
      ? ([-high, -middle, -low] as const)
      : ([low, middle, high] as const)
    const [from, change, to] = costs.map(Math.exp) as [number, number, number]
    const says =
      from > 1 + clear && change >= 1 + smallest
        ? 'slower'
        : to < 1 / (1 + clear) && change <= 1 / (1 + smallest)
          ? 'faster'
          : 'same'
    return { id, says, change, interval: [from, to] }
  })
}

/** How the machines of two runs differ, in words. */
export function differences(now: Environment, before: Environment): string[] {
  const parts = [
    ['processor', now.cpu, before.cpu],
    ['cores', now.cores, before.cores],
    ['system', now.platform, before.platform],
    ['Node', now.node, before.node],
  ] as const
  return parts.flatMap(([what, one, other]) => (one === other ? [] : [`${what} ${other}, here ${one}`]))
}

/** @returns lower bound, median and upper bound of how much larger values of the first are */
function shift(some: readonly number[], others: readonly number[]): readonly [number, number, number] {
  const all = some.flatMap((one) => others.map((other) => one - other)).sort((one, other) => one - other)
  const [n, m] = [some.length, others.length]
  const margin = 1.96 * Math.sqrt((n * m * (n + m + 1)) / 12)
  const at = (place: number) => all[Math.min(all.length - 1, Math.max(0, Math.round(place)))] ?? Number.NaN
  const half = all.length / 2
  return [at(half - margin), at(half - 0.5), at(half - 0.5 + margin)]
}

/** Medians of logarithms of ratios. */
function logRatios(result: BenchmarkResult | undefined): number[] {
  const ratios = (result?.pairs ?? []).map(({ subject, against }) => Math.log(subject / against))
  const sound = ratios.filter(Number.isFinite)
  const { processes = 1 } = result ?? {}
  const count = Math.min(sound.length, processes >= enoughProcesses ? processes : batches)
  const place = (batch: number) => Math.round((batch * sound.length) / count)
  return Array.from({ length: count }, (_, batch) => median(sound.slice(place(batch), place(batch + 1))))
}
