import { z } from 'zod'
import { readGradingPolicy } from '../../runtime/grading/grading-policy.js'
import { courseGrade, type CourseGrade } from './course-grade.js'

const line = z.object({
  policy: z.unknown(),
  subsections: z.array(
    z.object({
      format: z.string().nullish(),
      graded: z.boolean().default(false),
      earned: z.number(),
      possible: z.number().min(0),
    }),
  ),
})

/** What a line that cannot be answered gets. */
export interface GradeLineError {
  readonly error: { readonly code: 'handler-input' | 'olx-policy'; readonly message: string }
}

/** Answers `{policy, subsections: [{format, graded, earned, possible}]}`, whoever wrote it. */
export function gradeLine(given: unknown): CourseGrade | GradeLineError {
  const read = line.safeParse(given)
  if (!read.success) {
    const wrong = read.error.issues.map(({ path, message }) => `${path.join('.') || 'the line'}: ${message}`)
    return refused('handler-input', `Expected {policy, subsections}: ${wrong.slice(0, 3).join('; ')}.`)
  }
  const policy = readGradingPolicy(read.data.policy)
  if (!('faults' in policy)) return courseGrade(policy, read.data.subsections)
  const wrong = policy.faults.map(({ path, message }) => `${path.join('.') || 'policy'}: ${message}`)
  return refused('olx-policy', `The policy is none: ${wrong.slice(0, 3).join('; ')}.`)
}

function refused(code: GradeLineError['error']['code'], message: string): GradeLineError {
  return { error: { code, message: message.slice(0, 1000) } }
}
