import { z } from 'zod'
import type { Visit } from '../admission.js'
import { CompositorError, validate } from '../../runtime/index.js'
import { hasEnded } from '../../store/index.js'
import { gradebookCsv } from '../gradebook/gradebook-csv.js'
import {
  gradebookOrderKind,
  gradebookSorts,
  orderedIn,
  orderInput,
  orderOf,
} from '../gradebook/gradebook-order.js'
import { gradebookPage as listed } from '../gradebook/gradebook.js'
import type { HostParts } from '../host-parts.js'
import { seeOther, type HostRequest } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { askedAddress, type GradebookPlace } from '../pages/teachers/gradebook-address.js'
import { gradebookListingPage, gradebookPage, gradebookWaitPage } from '../pages/teachers/gradebook-page.js'
import { refuseForeign } from './block-routes.js'
import { staffPage } from './staff-page.js'
import { linesAnswer } from './staff-routes.js'

/** What is needed of the host here. */
type Parts = Pick<
  HostParts,
  'base' | 'client' | 'courseGroups' | 'courseware' | 'jobs' | 'people' | 'units' | 'visitors'
>

const text = z.string().max(200).default('')
const asked = z.object({
  search: text,
  group: text,
  sort: z.enum(gradebookSorts).optional(),
  order: z.string().max(200).optional(),
  show: z.string().max(20).default(''),
  after: z.string().max(10_000).optional(),
  from: z.coerce.number().int().min(0).max(10_000_000).default(0),
})
const ordering = asked
  .pick({ search: true, group: true, show: true })
  .extend({ sort: z.enum(gradebookSorts) })

/** The one of staff that a request is from, in a course. @throws as `Visitors.staffVisit` does */
export async function staffOf(
  { visitors, units }: Pick<HostParts, 'units' | 'visitors'>,
  request: HostRequest,
  context: string,
): Promise<Visit> {
  visitors.maybeStaff(request)
  const { publication } = await units.publication(context)
  return visitors.staffVisit(request, publication.root)
}

/** The gradebook of a course, for its staff; others get 403. */
export function gradebookRoutes(host: Parts): RouteTable {
  const placeOf = ({ learner, published }: Visit, query: Partial<z.output<typeof asked>>): GradebookPlace => {
    const { context, title } = published.publication
    const { search = '', group = '', sort, order, show } = query
    return {
      words: host.visitors.wordsOf(learner),
      base: host.base,
      context,
      title,
      asked: { search: search.trim(), group: group.trim(), sort, order, isInPoints: show === 'points' },
    }
  }
  return {
    'GET /staff/contexts/:context/gradebook': async (request, { context: key = '' }) => {
      const visit = await staffOf(host, request, key)
      const query = validate(asked, Object.fromEntries(request.query), 'handler-input')
      const { learner: by, published } = visit
      const { context, title: course } = published.publication
      let place = placeOf(visit, query)
      const { words } = place
      const page = {
        title: `${words.say('Gradebook')} · ${course}`,
        context,
        here: 'gradebook',
        width: 'wide',
      } as const
      const { isWhole, learners } = await host.courseware.options.learners.courseLearners.listPiece(context)
      if (!isWhole) {
        const content = gradebookListingPage(place, learners)
        return staffPage(host, request, by, { ...page, content, refresh: 1 })
      }
      let order: readonly string[] | undefined
      if (query.order !== undefined) {
        const job = await host.jobs.jobs.find(query.order)
        const of = job && orderOf(job)
        if (!job || of?.context !== context)
          throw new CompositorError(
            'page-not-found',
            'This order of learners is not known, or was too long ago.',
          )
        order = orderedIn(job)
        const { done, total = 0 } = job.progress
        if (!order) {
          const error = hasEnded(job) ? (job.error?.message ?? '') : undefined
          const content = gradebookWaitPage(place, { done, total, error })
          return staffPage(host, request, by, {
            ...page,
            content,
            ...(error === undefined && { refresh: 2 }),
          })
        }
        place = { ...place, asked: { ...place.asked, sort: of.sort } }
      }
      const { after, from } = query
      const found = await listed(host, published, {
        ...place.asked,
        order,
        after,
        from,
        locale: words.locale,
      })
      return staffPage(host, request, by, { ...page, content: gradebookPage(place, found) })
    },

    'POST /staff/contexts/:context/gradebook/order': async (request, { context: key = '' }) => {
      refuseForeign(request)
      const visit = await staffOf(host, request, key)
      const form = Object.fromEntries(new URLSearchParams(await request.text()))
      const query = validate(ordering, form, 'handler-input')
      const { sort } = query
      const place = placeOf(visit, query)
      const { context } = place
      const { locale } = place.words
      const job = await host.jobs.start(
        gradebookOrderKind,
        orderInput(context, sort, locale),
        `${context} ${sort} ${locale}`,
      )
      return seeOther(askedAddress(place, { order: job.id }))
    },

    'GET /staff/contexts/:context/gradebook.csv': async (request, { context: key = '' }) => {
      const visit = await staffOf(host, request, key)
      const query = validate(asked, Object.fromEntries(request.query), 'handler-input')
      const { words, asked: narrowed } = placeOf(visit, query)
      const { published } = visit
      const { course } = await host.courseware.gradesOf(published, {
        learners: [],
        seenBy: 'staff',
        isGradedOnly: true,
      })
      const titles = {
        id: words.say('Id'),
        name: words.say('Name'),
        username: words.say('Username'),
        email: words.say('Mail'),
        cohort: words.say('Cohort'),
        total: words.say('Total'),
        grade: words.say('Grade'),
      }
      return linesAnswer(gradebookCsv(host, published, narrowed, { course, titles }), 'csv', 'gradebook')
    },
  }
}
