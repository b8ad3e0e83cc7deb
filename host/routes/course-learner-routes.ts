import { z } from 'zod'
import type { Visit } from '../admission.js'
import { CompositorError, validate } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import { seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { learnerAddress } from '../pages/teachers/staff-place.js'
import { momentOf } from '../pages/zoned-date.js'
import { refuseForeign } from './block-routes.js'
import { staffOf } from './gradebook-routes.js'
import { courseLearnerAnswer } from './course-learner-answer.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'base' | 'client' | 'courseware' | 'people' | 'units' | 'visitors'>

const asked = z.object({
  unit: z.string().max(2000).optional(),
  change: z.string().max(2000).optional(),
  part: z.string().max(2000).optional(),
  about: z.string().max(2000).optional(),
  before: z.coerce.number().int().min(0).optional(),
})
const text = z.string().max(2000)
const excepting = z.object({
  usage: text.min(1),
  reason: text.default(''),
  undo: z.string().optional(),
  due: text.optional(),
  earned: text.optional(),
  seen: z.string().max(200).optional(),
})
type Excepting = z.output<typeof excepting>

/** What the log says of whoever takes something back without a reason. */
const takenBack = 'Taken back'

/** A learner's page in a course, for its staff, and what they except the learner from there; others get 403. */
export function courseLearnerRoutes(host: Parts): RouteTable {
  const { staff } = host.courseware
  /** The form of an exception, and for whom it is. */
  const excepted = async (request: HostRequest, key: string, id: string) => {
    refuseForeign(request)
    const visit = await staffOf(host, request, key)
    const { learner: by, published } = visit
    const form = validate(
      excepting,
      Object.fromEntries(new URLSearchParams(await request.text())),
      'handler-input',
    )
    const isUndone = form.undo !== undefined
    const reason = form.reason.trim() || (isUndone ? takenBack : '')
    if (reason === '') throw new CompositorError('handler-input', 'Say why: the reason is logged.')
    const place = { learner: host.visitors.learner(id), by, usage: form.usage, reason, seen: form.seen }
    return { form, isUndone, place, visit, context: published.publication.context, by }
  }
  const back = (context: string, id: string, { usage: about }: Excepting, news: string) =>
    seeOther(`${learnerAddress(host.base, context, id)}?${new URLSearchParams({ news, about }).toString()}`)
  /** Does it, unless another of staff came first: then what was typed stands on the page, and nothing is stored. */
  const unlessChanged = async (
    request: HostRequest,
    visit: Visit,
    id: string,
    form: Excepting,
    change: () => Promise<HostResponse>,
  ): Promise<HostResponse> => {
    try {
      return await change()
    } catch (thrown) {
      if (!(thrown instanceof CompositorError && thrown.code === 'exception-changed')) throw thrown
      const answer = await courseLearnerAnswer(host, request, visit, id, { change: form.usage }, form)
      return { ...answer, status: 409 }
    }
  }

  return {
    'GET /staff/contexts/:context/learners/:learner': async (
      request,
      { context: key = '', learner: id = '' },
    ) => {
      const visit = await staffOf(host, request, key)
      const query = validate(asked, Object.fromEntries(request.query), 'handler-input')
      return courseLearnerAnswer(host, request, visit, id, query)
    },

    'POST /staff/contexts/:context/learners/:learner/extension': async (
      request,
      { context: key = '', learner: id = '' },
    ) => {
      const { form, isUndone, place, visit, context, by } = await excepted(request, key, id)
      const due = isUndone ? undefined : dueOf(form, host.visitors.wordsOf(by).timeZone)
      return unlessChanged(request, visit, id, form, async () => {
        await staff.extendDue(context, place, due)
        return back(context, id, form, isUndone ? 'unextended' : 'extended')
      })
    },

    'POST /staff/contexts/:context/learners/:learner/override': async (
      request,
      { context: key = '', learner: id = '' },
    ) => {
      const { form, isUndone, place, visit, context } = await excepted(request, key, id)
      const earned = Number((form.earned ?? '').trim() || Number.NaN)
      return unlessChanged(request, visit, id, form, async () => {
        await staff.overrideSubsection(context, place, isUndone ? null : { earned })
        return back(context, id, form, isUndone ? 'taken-back' : 'given')
      })
    },
  }
}

/** The date of a form, in the time zone of whoever sent it, or as pages write those that were there before; null for never. */
function dueOf({ due = '' }: Excepting, timeZone: string): number | null {
  if (due === 'never') return null
  const at = /^\d+$/.test(due) ? Number(due) : momentOf(due, timeZone)?.getTime()
  if (at === undefined) throw new CompositorError('handler-input', 'The date is none.')
  return at
}
