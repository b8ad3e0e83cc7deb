import { z } from 'zod'
import type { CourseGrades, DueExtension, Learner, LearnerGrades, ScoreOverride } from '../../../lms/index.js'
import { apiRoute, reply } from '../api-route.js'
import { contextKey, usageKey } from '../api-values.js'
import {
  dueText,
  extension,
  instant,
  ofContext,
  ofLearner,
  override,
  points,
  refusesGrades as refuses,
  text,
} from '../grade-values.js'
import { learnerForStaff } from '../graded-learner.js'

const tag = 'grades'
const told = { reason: z.string().optional().describe('For staff alone') }

const grades = z.object({
  context: contextKey,
  learner: ofLearner.shape.learner,
  percent: z.number().nullable().describe('From 0 to 1; null in a course without a grading policy'),
  grade: z.string().nullable(),
  passed: z.boolean().nullable(),
  breakdown: z.array(z.object({ type: z.string(), percent: z.number() })).readonly(),
  ...points,
  completion: z.object({ done: z.number(), blocks: z.number().int() }),
  subsections: z
    .array(
      z.object({
        usage: usageKey,
        title: z.string(),
        format: z.string().nullable(),
        graded: z.boolean(),
        ...points,
        withheld: z.boolean().describe('Whether scores in it are withheld, and not in its points'),
        completion: z.object({ done: z.number(), blocks: z.number().int() }),
        due: instant.nullable(),
        override: override.omit({ by: true }).extend(told).optional(),
        extension: extension.omit({ by: true }).extend(told).optional(),
      }),
    )
    .readonly(),
  uncounted: z.array(usageKey).readonly().describe('Units that could not be counted'),
})

const own = apiRoute({
  id: 'showOwnGrades',
  tag,
  summary: 'What whoever asks has of a course: the grade so far, and each subsection',
  method: 'GET',
  path: '/contexts/:context/grades',
  may: 'somebody',
  parts: ofContext,
  answers: { 200: grades },
  refuses,
  async run({ host, request, caller, parts }) {
    const { learner, published } = await host.visitors.visit(request, parts.context, caller.person)
    const found = await host.courseware.gradesOf(published, { learners: [learner], seenBy: 'learner' })
    return reply(200, answerOf(found, 'learner'))
  },
})

const ofOne = apiRoute({
  id: 'showGrades',
  tag,
  summary: 'For staff: what a learner has of a course, scores that are withheld from them included',
  method: 'GET',
  path: '/contexts/:context/learners/:learner/grades',
  may: 'somebody',
  parts: ofLearner,
  answers: { 200: grades },
  refuses,
  async run(call) {
    const { published, learner } = await learnerForStaff(call)
    const found = await call.host.courseware.gradesOf(published, { learners: [learner], seenBy: 'staff' })
    return reply(200, answerOf(found, 'staff'))
  },
})

/** Grades of learners, as they and staff see them. */
export const gradeRoutes = [own, ofOne]

function answerOf(
  { course, learners: [one] }: CourseGrades,
  to: 'learner' | 'staff',
): z.input<typeof grades> {
  const { learner, grade, subsections, points: all, completion, uncounted } = one ?? nobody
  return {
    context: course.context,
    learner: learner.id,
    percent: grade?.percent ?? null,
    grade: grade?.grade ?? null,
    passed: grade?.passed ?? null,
    breakdown: grade?.breakdown ?? [],
    ...all,
    completion,
    subsections: subsections.map((each) => ({
      usage: each.subsection.key,
      title: each.subsection.title,
      format: each.subsection.format ?? null,
      graded: each.subsection.graded,
      ...each.points,
      withheld: each.isWithheld,
      completion: each.completion,
      due: each.due === undefined ? null : text(each.due),
      ...(each.override && { override: overrideTold(each.override, to) }),
      ...(each.extension && {
        extension: extensionTold(each.extension, to),
      }),
    })),
    uncounted,
  }
}

/** What learners and staff are told of it: why, staff alone; who of staff did it stands in the list of exceptions. */
function overrideTold({ earned, possible, reason: said, at }: ScoreOverride, to: 'learner' | 'staff') {
  return {
    earned,
    ...(possible !== undefined && { possible }),
    ...(to === 'staff' && { reason: said }),
    at: text(at),
  }
}

function extensionTold({ due, reason: said, at }: DueExtension, to: 'learner' | 'staff') {
  return { due: dueText(due), ...(to === 'staff' && { reason: said }), at: text(at) }
}

const nobody: LearnerGrades = {
  learner: { id: '', anonymousId: '', isStaff: false, name: '' } satisfies Learner,
  subsections: [],
  points: { earned: 0, possible: 0 },
  completion: { done: 0, blocks: 0 },
  uncounted: [],
}
