import type { Learner } from '../learner.js'
import type { Points } from '../points.js'
import type { Progress } from '../progress.js'
import type { CourseGrade } from './course-grade.js'
import type { GradedCourse, Subsection } from './graded-course.js'
import type { DueExtension, ScoreOverride } from './learner-exceptions.js'

/** What one learner has of one subsection. */
export interface SubsectionGrade {
  readonly subsection: Subsection
  /** Key of its first unit that the learner may open; absent where there is none, as where all is hidden since it was due. */
  readonly entry?: string
  /** As it counts: of a graded subsection what is graded in it, of others all; what staff gave in its place where they did. */
  readonly points: Points
  /** What the learner earned, where staff gave something else. */
  readonly earnedOwn?: Points
  readonly override?: ScoreOverride
  /** Whether some score in it is withheld from whoever asks, and not in the points. */
  readonly isWithheld: boolean
  readonly completion: Progress['completion']
  /** When it is due for this learner, in epoch milliseconds; absent for never. */
  readonly due?: number
  readonly extension?: DueExtension
}

/** What one learner has of a course. */
export interface LearnerGrades {
  readonly learner: Learner
  /** Absent where the course has no grading policy. */
  readonly grade?: CourseGrade
  /** The subsections that are open to the learner, those hidden after their date included, in course order. */
  readonly subsections: readonly SubsectionGrade[]
  /** All points of these subsections. */
  readonly points: Points
  readonly completion: Progress['completion']
  /** Keys of units that could not be counted. */
  readonly uncounted: readonly string[]
}

/** Grades of some learners of a course. */
export interface CourseGrades {
  readonly course: GradedCourse
  /** In the order of the learners asked. */
  readonly learners: readonly LearnerGrades[]
}

/** Whose grades are asked, and what of them. */
export interface GradesQuery {
  /** With what the host knows of each in the course; where it says nothing, extensions that staff gave them here count. */
  readonly learners: readonly Learner[]
  /** Who sees them: staff see scores that are withheld from learners. */
  readonly seenBy: 'learner' | 'staff'
  /** Whether only what counts for the grade is looked at; without a policy that is everything. */
  readonly isGradedOnly?: boolean | undefined
  /** Key of the one subsection that is looked at; all where left out. */
  readonly within?: string | undefined
}
