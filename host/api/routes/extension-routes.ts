import { z } from 'zod'
import { givenMark } from '../../../lms/index.js'
import { apiRoute, reply } from '../api-route.js'
import { excepted, refusesChange, refusesOne } from '../excepted.js'
import { changed, dueText, extension, instant, ofException, reason, text } from '../grade-values.js'
import { learnerForStaff } from '../graded-learner.js'

const tag = 'grades'

const showExtension = apiRoute({
  id: 'showExtension',
  tag,
  summary:
    'For staff: the date that something is due for one learner, with its ETag; null where it is that of everybody',
  method: 'GET',
  path: '/contexts/:context/learners/:learner/extensions/:usage',
  may: 'somebody',
  parts: ofException,
  answers: { 200: z.object({ extension: extension.nullable() }) },
  refuses: refusesOne,
  async run(call) {
    const { published, learner, by } = await learnerForStaff(call)
    const { extensions } = await call.host.courseware.staff.exceptionsOf(published.publication.context, {
      learner,
      by,
    })
    const given = extensions.get(published.newestKey(call.parts.usage))
    const shown = given && { ...given, at: text(given.at), due: dueText(given.due) }
    return reply(
      200,
      { extension: shown ?? null },
      { mark: givenMark(given && { at: given.at, value: given.due }) },
    )
  },
})

const setExtension = apiRoute({
  id: 'extendDueDate',
  tag,
  summary: 'For staff: sets another date that something is due for one learner',
  method: 'PUT',
  path: '/contexts/:context/learners/:learner/extensions/:usage',
  may: 'somebody',
  mayMatch: true,
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
  mayMatch: true,
  parts: ofException,
  query: z.object({ reason }),
  answers: { 200: changed },
  refuses: refusesChange,
  async run(call) {
    const { place, context } = await excepted(call, call.query.reason)
    return reply(200, { changed: await call.host.courseware.staff.extendDue(context, place, undefined) })
  },
})

/** Dates that something is due for single learners. */
export const extensionRoutes = [showExtension, setExtension, removeExtension]
