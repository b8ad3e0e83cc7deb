import type { Calibration, environment } from './calibration.js'
import type { CourseReport } from './course-units.js'
import type { LoadReport } from './load-host.js'
import type { PeerResult } from './peers/xblock-python.js'
import type { BenchmarkResult } from './result.js'
import type { Term } from './simulation.js'
import type { Verdict } from './verdict.js'

/** All that a run found. */
export interface BenchDocument {
  readonly environment: ReturnType<typeof environment>
  readonly calibration: Calibration
  readonly results: readonly BenchmarkResult[]
  readonly peers?: readonly PeerResult[]
  readonly course?: CourseReport
  readonly load?: LoadReport
  readonly term?: Term
  /** The earlier run that it was compared with. */
  readonly against?: string
  readonly verdicts?: readonly Verdict[]
}
