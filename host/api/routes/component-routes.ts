import { z } from 'zod'
import { CompositorError } from '../../../runtime/index.js'
import { rescoreEverywhereKind, rescoringEverywhereInput } from '../../jobs/rescoring-everywhere.js'
import { rescoringPlaces } from '../../libraries/rescoring-places.js'
import { apiRoute, reply } from '../api-route.js'
import { contextKey, ofBlock, usageKey } from '../api-values.js'
import { jobAnswer, jobLocation, jobView } from '../job-answer.js'

const tag = 'figures'

const scores = apiRoute({
  id: 'showScores',
  tag,
  summary:
    'Scores at a component over all courses, by the version in use: numbers only, and none of fewer than five learners',
  method: 'GET',
  path: '/blocks/:usage/scores',
  may: 'read',
  parts: ofBlock,
  answers: {
    200: z.object({
      usage: usageKey,
      versions: z
        .array(
          z.object({
            version: z.string().nullable().describe('Null where the newest is followed'),
            courses: z.array(contextKey).readonly(),
            learners: z.number().int(),
            mean: z.number().nullable().describe('Mean share of the points, from 0 to 1'),
            full: z.number().int().nullable().describe('Learners with all points'),
          }),
        )
        .readonly(),
      isSample: z.boolean(),
    }),
  },
  refuses: ['key-malformed', 'key-kind'],
  async run({ host, parts: { usage } }) {
    return reply(200, await host.catalogue.scores(usage))
  },
})

/** What keeps somebody from being staff of a course. */
const noStaff = new Set(['staff-only', 'context-not-published', 'not-yet-open', 'closed', 'not-in-group'])

const rescore = apiRoute({
  id: 'rescoreEverywhere',
  tag,
  summary: 'Grades everybody’s submissions at a component again, in all courses that the caller is staff of',
  method: 'POST',
  path: '/blocks/:usage/rescore-everywhere',
  may: 'read',
  parts: ofBlock,
  body: z.strictObject({
    onlyIfHigher: z.boolean().default(false),
    reason: z.string().trim().min(1).max(2000).optional().describe('For staff, and for the log'),
  }),
  answers: { 202: jobAnswer },
  refuses: ['key-malformed', 'key-kind', 'staff-only'],
  async run({ host, request, caller, parts: { usage }, body: { onlyIfHigher, reason } }) {
    const { places, left } = await rescoringPlaces(host, usage, async (place) => {
      try {
        await host.visitors.staffVisit(request, place.usage, caller.person)
        return true
      } catch (thrown) {
        if (noStaff.has(CompositorError.from(thrown, 'host-failed').code)) return false
        throw thrown
      }
    })
    const input = rescoringEverywhereInput(usage, places, left, {
      by: caller.person,
      onlyIfHigher,
      reason,
    })
    const job = await host.jobs.start(rescoreEverywhereKind, input, `${usage} ${caller.person.id}`)
    return reply(202, await jobView(host.jobs.jobs, job), { location: jobLocation(host.base, job) })
  },
})

/** Components over all courses. */
export const componentRoutes = [scores, rescore]
