import type { Pair } from './pairs.js'
import type { Profile } from './profile.js'

/** That a benchmark does the same at two sizes. */
export interface Sizes {
  /** What there may be more of. */
  readonly of: 'library' | 'course' | 'learners' | 'hosts'
  /** In what it is counted. */
  readonly what: string
  /** How many the subject has, and how many the opponent. */
  readonly subject: number
  readonly against: number
}

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
  /** In how many processes, where they were several: the figures are those of the one in the middle, pairs and spread of all. */
  readonly processes?: number
  /** What each pair took, as it was measured; absent where there are no pairs. */
  readonly pairs?: readonly Pair[]
  /** Where the opponent is the same at another size. */
  readonly sizes?: Sizes
  /** Of a missed target, where the time goes. */
  readonly profile?: Profile
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
