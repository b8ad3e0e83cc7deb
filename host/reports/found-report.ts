import type { Job } from '../../store/index.js'
import type { CourseReport } from './course-report.js'
import type { SubsectionReport } from './subsection-report.js'
import type { UnitReport } from './unit-report.js'

/** What learners made of a course or a part of it; that of a problem or bank alone is of the kind of its unit's. */
export type Report = UnitReport | SubsectionReport | CourseReport

/** A report as it can be had. */
export interface FoundReport {
  /** Undefined where it is too much work for a request, and was not made yet. */
  readonly report?: Report
  /** When it was made, in epoch milliseconds. */
  readonly at?: number
  /** Whether it was made before, and kept. */
  readonly isKept: boolean
  /** Learners who have begun with anything in the course since it was made. */
  readonly newLearners: number
  /** Whether another version of the course was published since. */
  readonly isOfOlder: boolean
  /** What is making it anew. */
  readonly job?: Job
}
