export {
  courseGrade,
  passMark,
  type CourseGrade,
  type SubsectionScore,
  type TypePercent,
} from './course-grade.js'
export {
  exceptionsOf,
  extendDue,
  isSubsection,
  overrideSubsection,
  type ExceptionPlace,
  type GivenScore,
} from './except-learner.js'
export { CourseGrading } from './course-grading.js'
export { gradeLine, type GradeLineError } from './grade-line.js'
export type { CourseProgress } from './grading.js'
export type { GradedCourse, Subsection } from './graded-course.js'
export type { DueExtension, LearnerExceptions, ScoreOverride, StaffReason } from './learner-exceptions.js'
export type { CourseGrades, GradesQuery, LearnerGrades, SubsectionGrade } from './learner-grades.js'
export { typeStandings, type TypeStanding } from './type-standing.js'
export { standingIn, StoredStandings } from './stored-standings.js'
export type { AssignmentType, GradingPolicy } from '../../runtime/grading/grading-policy.js'
