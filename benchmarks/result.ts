import type { Pair } from './pairs.js'

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
  /** What each pair took, as it was measured; absent where there are no pairs. */
  readonly pairs?: readonly Pair[]
  /** Of a missed target, where the time goes: functions with the share of time spent in them. */
  readonly profile?: readonly string[]
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
