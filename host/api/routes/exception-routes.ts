import { z } from 'zod'
import type { LearnerExceptions } from '../../../lms/index.js'
import { apiRoute, reply } from '../api-route.js'
import { usageKey } from '../api-values.js'
import { dueText, extension, ofLearner, override, refusesGrades as refuses, text } from '../grade-values.js'
import { learnerForStaff } from '../graded-learner.js'
import { extensionRoutes } from './extension-routes.js'
import { scoreOverrideRoutes } from './score-override-routes.js'

const tag = 'grades'

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

/** What staff except learners of courses from: their scores, and the dates that something is due. */
export const exceptionRoutes = [exceptions, ...scoreOverrideRoutes, ...extensionRoutes]

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
