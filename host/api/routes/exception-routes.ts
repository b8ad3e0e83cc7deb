import { z } from 'zod'
import type { PublishedContext } from '../../../compositor/index.js'
import { isSubsection, type Learner, type LearnerExceptions } from '../../../lms/index.js'
import { CompositorError, parseUsageKey } from '../../../runtime/index.js'
import { unitOf } from '../../unit-of.js'
import { apiRoute, reply } from '../api-route.js'
import { usageKey } from '../api-values.js'
import {
  dueText,
  extension,
  instant,
  ofException,
  ofLearner,
  override,
  reason,
  refusesGrades as refuses,
  text,
} from '../grade-values.js'
import { learnerForStaff, type LearnerCall } from '../graded-learner.js'

const tag = 'grades'
const changed = z.object({ changed: z.boolean() })
const refusesChange = [...refuses, 'block-not-found', 'key-malformed', 'learner-write-conflict'] as const

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
    const { published, learner, by } = await learnerForStaff(call)
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

/** What staff except learners of courses from: their scores, and the dates that something is due. */
export const exceptionRoutes = [exceptions, setOverride, removeOverride, setExtension, removeExtension]

async function excepted(call: LearnerCall & { readonly parts: { readonly usage: string } }, said: string) {
  const { by, published, learner } = await learnerForStaff(call)
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
