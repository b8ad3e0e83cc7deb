import { z } from 'zod'
import type { PublishedContext } from '../../../compositor/index.js'
import { givenMark, isSubsection, type Learner } from '../../../lms/index.js'
import { CompositorError, parseUsageKey } from '../../../runtime/index.js'
import { unitOf } from '../../unit-of.js'
import { apiRoute, reply } from '../api-route.js'
import { excepted, refusesChange, refusesOne } from '../excepted.js'
import { changed, ofException, override, reason, text } from '../grade-values.js'
import { learnerForStaff } from '../graded-learner.js'

const tag = 'grades'

const showOverride = apiRoute({
  id: 'showOverride',
  tag,
  summary:
    'For staff: the score that staff gave a learner at a subsection or block, with its ETag; null where they gave none',
  method: 'GET',
  path: '/contexts/:context/learners/:learner/overrides/:usage',
  may: 'somebody',
  parts: ofException,
  answers: { 200: z.object({ override: override.nullable() }) },
  refuses: refusesOne,
  async run(call) {
    const { published, learner, by } = await learnerForStaff(call)
    const usage = published.newestKey(call.parts.usage)
    const { staff } = call.host.courseware
    if (await isSubsection(published, usage)) {
      const { overrides } = await staff.exceptionsOf(published.publication.context, { learner, by })
      const given = overrides.get(usage)
      return givenOverride(given, given && { ...given, at: text(given.at) })
    }
    const { unit, of } = await blockPlace(published, { usage, learner, by })
    const { grade, score } = await staff.learnerAt(unit, of)
    if (!grade?.override || !score) return givenOverride(undefined, undefined)
    const { reason: why, by: who } = grade.override
    return givenOverride(grade, { ...score, reason: why, by: who, at: text(grade.at) })
  },
})

const setOverride = apiRoute({
  id: 'overrideScore',
  tag,
  summary: 'For staff: gives a learner a score in place of what they earned at a subsection or block',
  method: 'PUT',
  path: '/contexts/:context/learners/:learner/overrides/:usage',
  may: 'somebody',
  mayMatch: true,
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
    await staff.overrideScore(unit, of, { score: earned, reason: said, seen: place.seen })
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
  mayMatch: true,
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
    await staff.takeBackOverride(unit, of, { reason: place.reason, seen: place.seen })
    return reply(200, { changed: true })
  },
})

/** Scores that staff give learners in place of what they earned. */
export const scoreOverrideRoutes = [showOverride, setOverride, removeOverride]

function givenOverride(
  given: { readonly at: number; readonly earned: number } | undefined,
  shown: z.input<typeof override> | undefined,
) {
  return reply(
    200,
    { override: shown ?? null },
    { mark: givenMark(given && { at: given.at, value: given.earned }) },
  )
}

/** A block with its unit, as what staff do to blocks takes it. */
async function blockPlace(
  published: PublishedContext,
  { usage, learner, by }: { readonly usage: string; readonly learner: Learner; readonly by: Learner },
) {
  return { unit: await unitOf(published, parseUsageKey(usage)), of: { usageKey: usage, learner, by } }
}
