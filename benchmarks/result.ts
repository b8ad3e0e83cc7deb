/** What one benchmark found. */
export interface BenchmarkResult {
  readonly id: string
  /** The question it answers. */
  readonly title: string
  /** Median of the subject, in `unit`. */
  readonly value: number
  readonly unit: string
  /** What the subject was measured against, in the same run. */
  readonly against: string
  /** Median of subject / against, pair by pair. */
  readonly ratio: number
  /** Smallest and largest ratio of a pair. */
  readonly spread: readonly [number, number]
  /** How many pairs were measured. */
  readonly runs: number
  /** What was aimed for. */
  readonly target: string
  readonly met: boolean
}

/** A benchmark: one question, measured against something. */
export interface Benchmark {
  readonly id: string
  readonly title: string
  /** What it found; nothing where it stands aside for want of something on this machine. */
  run(): Promise<BenchmarkResult | undefined>
}

/** The middle value; the mean of the two middle ones of an even number. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

/** The value below which `share` of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
