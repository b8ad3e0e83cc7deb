import { z } from 'zod'
import type { PublishedContext } from '../../../compositor/index.js'
import {
  isSubsection,
  type CourseGrades,
  type DueExtension,
  type Learner,
  type LearnerExceptions,
  type LearnerGrades,
  type ScoreOverride,
} from '../../../lms/index.js'
import { CompositorError, parseUsageKey } from '../../../runtime/index.js'
import { unitOf } from '../../unit-of.js'
import { apiRoute, reply, type ApiCall } from '../api-route.js'
import { contextKey, usageKey } from '../api-values.js'

const tag = 'grades'

const instant = z.iso.datetime({ offset: true }).describe('ISO 8601, with its zone')
const points = { earned: z.number(), possible: z.number() }
const learnerId = z.string().min(1).max(1000).describe('The host’s id of the learner')
const reason = z.string().trim().min(1).max(2000).describe('Why, for the log and for whoever asks later')
const told = { reason: z.string().optional().describe('For staff alone') }
const why = { reason: z.string(), by: z.string().describe('Who of staff did it'), at: instant }
const override = z.object({ earned: z.number(), possible: z.number().optional(), ...why })
const extension = z.object({ due: instant.nullable().describe('null for never'), ...why })

const ofContext = z.object({ context: contextKey })
const ofLearner = ofContext.extend({ learner: learnerId })
const ofException = ofLearner.extend({ usage: usageKey.describe('A subsection, a unit or a block of it') })
const changed = z.object({ changed: z.boolean() })

const refuses = [
  'context-not-published',
  'not-yet-open',
  'closed',
  'not-in-group',
  'standing-unavailable',
  'staff-only',
] as const
const refusesChange = [...refuses, 'block-not-found', 'key-malformed', 'learner-write-conflict'] as const

const grades = z.object({
  context: contextKey,
  learner: learnerId,
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
    const { published, learner } = await asStaff(call)
    const found = await call.host.courseware.gradesOf(published, { learners: [learner], seenBy: 'staff' })
    return reply(200, answerOf(found, 'staff'))
  },
})

const exceptions = apiRoute({
  id: 'listExceptions',
  tag,
  summary: 'For staff: the scores and dates that staff gave a learner, with who did it and why',
  method: 'GET',
  path: '/contexts/:context/learners/:learner/exceptions',
  may: 'somebody',
  parts: ofLearner,
  answers: {
    200: z.object({
      overrides: z.array(override.extend({ usage: usageKey })).readonly(),
      extensions: z.array(extension.extend({ usage: usageKey })).readonly(),
    }),
  },
  refuses,
  async run(call) {
    const { published, learner, by } = await asStaff(call)
    const { context } = published.publication
    return reply(
      200,
      exceptionsAnswer(await call.host.courseware.staff.exceptionsOf(context, { learner, by })),
    )
  },
})

const setOverride = apiRoute({
  id: 'overrideScore',
  tag,
  summary: 'For staff: gives a learner a score in place of what they earned at a subsection or block',
  method: 'PUT',
  path: '/contexts/:context/learners/:learner/overrides/:usage',
  may: 'somebody',
  parts: ofException,
  body: z.strictObject({
    earned: z.number().min(0),
    possible: z.number().gt(0).optional().describe('As it is where it is left out'),
    reason,
  }),
  answers: { 200: changed },
  refuses: refusesChange,
  async run(call) {
    const { earned, possible, reason: said } = call.body
    const { place, context, published } = await excepted(call, said)
    const { staff } = call.host.courseware
    if (await isSubsection(published, place.usage)) {
      const isChanged = await staff.overrideSubsection(context, place, { earned, possible })
      return reply(200, { changed: isChanged })
    }
    if (possible !== undefined) {
      const message = 'What a block is worth is given by its author; give `possible` for subsections alone.'
      throw new CompositorError('handler-input', message, { usage: place.usage })
    }
    const { unit, of } = await blockPlace(published, place)
    await staff.overrideScore(unit, of, { score: earned, reason: said })
    return reply(200, { changed: true })
  },
})

const removeOverride = apiRoute({
  id: 'removeOverride',
  tag,
  summary: 'For staff: lets what a learner earned count again',
  method: 'DELETE',
  path: '/contexts/:context/learners/:learner/overrides/:usage',
  may: 'somebody',
  parts: ofException,
  query: z.object({ reason }),
  answers: { 200: changed },
  refuses: refusesChange,
  async run(call) {
    const { place, context, published } = await excepted(call, call.query.reason)
    const { staff } = call.host.courseware
    if (await isSubsection(published, place.usage))
      return reply(200, { changed: await staff.overrideSubsection(context, place, null) })
    const { unit, of } = await blockPlace(published, place)
    await staff.takeBackOverride(unit, of, { reason: place.reason })
    return reply(200, { changed: true })
  },
})

const setExtension = apiRoute({
  id: 'extendDueDate',
  tag,
  summary: 'For staff: sets another date that something is due for one learner',
  method: 'PUT',
  path: '/contexts/:context/learners/:learner/extensions/:usage',
  may: 'somebody',
  parts: ofException,
  body: z.strictObject({ due: instant.nullable().describe('null for never'), reason }),
  answers: { 200: changed },
  refuses: refusesChange,
  async run(call) {
    const { due, reason: said } = call.body
    const { place, context } = await excepted(call, said)
    const at = due === null ? null : Date.parse(due)
    return reply(200, { changed: await call.host.courseware.staff.extendDue(context, place, at) })
  },
})

const removeExtension = apiRoute({
  id: 'removeExtension',
  tag,
  summary: 'For staff: lets the date of everybody hold for a learner again',
  method: 'DELETE',
  path: '/contexts/:context/learners/:learner/extensions/:usage',
  may: 'somebody',
  parts: ofException,
  query: z.object({ reason }),
  answers: { 200: changed },
  refuses: refusesChange,
  async run(call) {
    const { place, context } = await excepted(call, call.query.reason)
    return reply(200, { changed: await call.host.courseware.staff.extendDue(context, place, undefined) })
  },
})

/** Grades of learners, and what staff except them from. */
export const gradeRoutes = [
  own,
  ofOne,
  exceptions,
  setOverride,
  removeOverride,
  setExtension,
  removeExtension,
]

type Call = Pick<ApiCall<unknown, unknown, unknown>, 'host' | 'request' | 'caller'> & {
  readonly parts: { readonly context: string; readonly learner: string }
}

/** Lets staff of a context through, whom programs name by a token or a cookie. @throws CompositorError `staff-only` */
async function asStaff({ host, request, caller, parts }: Call) {
  const { learner: by, published } = await host.visitors.visit(request, parts.context, caller.person)
  if (!by.isStaff) throw new CompositorError('staff-only', 'Only staff may ask for grades of others.')
  return { by, published, learner: host.visitors.learner(parts.learner) }
}

async function excepted(call: Call & { readonly parts: { readonly usage: string } }, said: string) {
  const { by, published, learner } = await asStaff(call)
  const { context } = published.publication
  return {
    context,
    published,
    place: { by, learner, usage: published.newestKey(call.parts.usage), reason: said },
  }
}

/** A block with its unit, as what staff do to blocks takes it. */
async function blockPlace(
  published: PublishedContext,
  { usage, learner, by }: { readonly usage: string; readonly learner: Learner; readonly by: Learner },
) {
  return { unit: await unitOf(published, parseUsageKey(usage)), of: { usageKey: usage, learner, by } }
}

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

function exceptionsAnswer({ overrides, extensions }: LearnerExceptions) {
  return {
    overrides: [...overrides].map(([usage, one]) => ({ usage, ...one, at: text(one.at) })),
    extensions: [...extensions].map(([usage, one]) => ({
      usage,
      ...one,
      at: text(one.at),
      due: dueText(one.due),
    })),
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

const text = (at: number) => new Date(at).toISOString()
const dueText = (due: number | null) => (due === null ? null : text(due))

const nobody: LearnerGrades = {
  learner: { id: '', anonymousId: '', isStaff: false, name: '' } satisfies Learner,
  subsections: [],
  points: { earned: 0, possible: 0 },
  completion: { done: 0, blocks: 0 },
  uncounted: [],
}
