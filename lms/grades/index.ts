export {
  courseGrade,
  passMark,
  type CourseGrade,
  type SubsectionScore,
  type TypePercent,
} from './course-grade.js'
export { gradeLine, type GradeLineError } from './grade-line.js'
export type { AssignmentType, GradingPolicy } from '../../runtime/grading/grading-policy.js'
