import { readFile } from 'node:fs/promises'
import type { Calibration, Environment } from './calibration.js'
import type { CourseReport } from './course-units.js'
import type { LoadReport } from './load-host.js'
import type { PeerResult } from './peers/xblock-python.js'
import type { BenchmarkResult } from './result.js'
import type { Term } from './simulation.js'
import type { Verdict } from './verdict.js'

/** What was asked for and not measured. */
export interface Unmeasured {
  /** A benchmark's id, or the option that asked for it. */
  readonly id: string
  readonly why: string
  /** Whether something went wrong; else this machine lacks what it needs. */
  readonly isFault: boolean
}

/** Counts up when what documents of earlier runs say is no longer read as it was meant. */
export const documentVersion = 1

/** All that a run found. */
export interface BenchDocument {
  readonly version: number
  readonly environment: Environment
  readonly calibration: Calibration
  readonly results: readonly BenchmarkResult[]
  readonly unmeasured: readonly Unmeasured[]
  readonly peers?: readonly PeerResult[]
  readonly course?: CourseReport
  readonly load?: LoadReport
  readonly term?: Term
  /** The earlier run that it was compared with: its file, and on what it was measured. */
  readonly against?: { readonly file: string; readonly environment: Environment }
  readonly verdicts?: readonly Verdict[]
}

/** Reads what a run kept. @throws Error where it is no such document */
export async function readDocument(file: string): Promise<BenchDocument> {
  let read: Partial<BenchDocument> | null
  try {
    read = JSON.parse(await readFile(file, 'utf8')) as Partial<BenchDocument> | null
  } catch (thrown) {
    throw new Error(`'${file}' cannot be read as a kept run: ${String(thrown)}`, { cause: thrown })
  }
  if (!Array.isArray(read?.results) || typeof read.environment !== 'object')
    throw new Error(`'${file}' is no kept run: it has to be a file that --save or --json wrote.`)
  if (read.version !== documentVersion) {
    throw new Error(
      `'${file}' is of another version of these benchmarks (${read.version ?? 'none is given'} instead of ${documentVersion}): keep a new run with --save.`,
    )
  }
  return read as BenchDocument
}
