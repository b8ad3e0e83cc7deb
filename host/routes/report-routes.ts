import { z } from 'zod'
import type { Visit } from '../admission.js'
import { CompositorError, parseUsageKey, validate } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import { seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import {
  reportsAddress,
  reportsPage,
  reportStanding,
  subsectionReportPage,
  unitReportPage,
  type ReportsPlace,
} from '../pages/index.js'
import type { FoundReport } from '../reports/found-report.js'
import { reportLines } from '../report-text.js'
import { newestUsage } from '../unit-of.js'
import { refuseForeign } from './block-routes.js'
import { staffOf } from './gradebook-routes.js'
import { peopleById, staffPage, type StaffPage } from './staff-page.js'
import { linesAnswer, reportQuery } from './staff-routes.js'

/** What is needed of the host here. */
type Parts = Pick<
  HostParts,
  'base' | 'client' | 'courseware' | 'now' | 'people' | 'reports' | 'units' | 'visitors'
>

const key = z.string().max(2000).optional()
const asked = z.object({
  unit: key,
  subsection: key,
  section: z.string().max(2000).default(''),
  from: z.coerce.number().int().min(0).max(100_000).catch(0).default(0),
  search: z.string().max(200).default(''),
})
const making = z.object({ usage: z.string().min(1).max(2000) })

/** Reports for those who teach a course: what learners made of its problems. Others get 403. */
export function reportRoutes(host: Parts): RouteTable {
  return {
    'GET /staff/contexts/:context/reports': async (request, { context = '' }) => {
      const visit = await staffOf(host, request, context)
      const query = validate(asked, Object.fromEntries(request.query), 'handler-input')
      if (query.unit !== undefined) return unitPage(host, request, visit, query.unit)
      if (query.subsection !== undefined)
        return subsectionPage(host, request, visit, {
          asks: query.subsection,
          from: query.from,
        })
      const { published } = visit
      const place = placeOf(host, visit)
      const search = query.search.trim()
      const course = await host.courseware.gradedCourse(published)
      const { root } = published.publication
      const found = search === '' ? await host.reports.of(published, root) : undefined
      const report = found?.report?.kind === 'course' ? found.report : undefined
      const stuck = [...new Set(report?.stuck.map(({ learner }) => learner))]
      const content = reportsPage(place, {
        course,
        search,
        section: query.section,
        report,
        standing: found && reportStanding(place, found, { usage: root, now: host.now() }),
        people: await peopleById(host, stuck, place.context),
      })
      return page(host, request, visit, { title: place.words.say('Reports'), content, found })
    },
    'POST /staff/contexts/:context/reports/make': async (request, { context = '' }) => {
      refuseForeign(request)
      const visit = await staffOf(host, request, context)
      const form = Object.fromEntries(new URLSearchParams(await request.text()))
      const { usage } = validate(making, form, 'handler-input')
      await host.reports.start(visit.published, usage)
      const { root } = visit.published.publication
      const of = parseUsageKey(usage)
      const isUnit = (await visit.published.unit(usage)) !== undefined
      const query = usage === root ? {} : isUnit ? { unit: of.toString() } : { subsection: of.toString() }
      return seeOther(reportsAddress(placeOf(host, visit), query))
    },
    'GET /staff/blocks/:key/given': async (request, { key: usageKey = '' }) => {
      const { learner: by, published } = await host.visitors.staffVisit(request, usageKey)
      const { format } = validate(reportQuery, Object.fromEntries(request.query), 'handler-input')
      const rows = await host.reports.given(published, usageKey, host.visitors.wordsOf(by))
      return linesAnswer(reportLines(rows, format), format, 'given')
    },
    'GET /staff/blocks/:key/responses': async (request, { key: usageKey = '' }) => {
      const { learner: by, published } = await host.visitors.staffVisit(request, usageKey)
      const { format } = validate(reportQuery, Object.fromEntries(request.query), 'handler-input')
      const rows = await host.reports.responses(published, usageKey, by, host.visitors.wordsOf(by))
      return linesAnswer(reportLines(rows, format), format, 'responses')
    },
  }
}

async function unitPage(host: Parts, request: HostRequest, visit: Visit, asks: string) {
  const { published } = visit
  const unit = newestUsage(published, parseUsageKey(asks)).toString()
  const line = await published.line(unit)
  if (!line || !(await published.unit(unit)))
    throw new CompositorError('unit-not-found', 'There is no unit of this key in the course.')
  const place = placeOf(host, visit)
  const found = await host.reports.of(published, unit)
  const report = found.report?.kind === 'unit' ? found.report : undefined
  const stuck = new Set(report?.problems.flatMap((one) => one.stuck.map(({ learner }) => learner)))
  const { subsections } = await host.courseware.gradedCourse(published)
  const content = unitReportPage(place, {
    unit: { key: unit, title: line.title },
    subsection: subsections.find(({ key: own }) => own === line.parent),
    report,
    standing: reportStanding(place, found, { usage: unit, now: host.now() }),
    people: await peopleById(host, [...stuck], place.context),
  })
  return page(host, request, visit, { title: line.title, content, found })
}

async function subsectionPage(
  host: Parts,
  request: HostRequest,
  visit: Visit,
  { asks, from }: { readonly asks: string; readonly from: number },
) {
  const { published } = visit
  const { subsections } = await host.courseware.gradedCourse(published)
  const usage = newestUsage(published, parseUsageKey(asks)).toString()
  const subsection = subsections.find(({ key: own }) => own === usage)
  if (!subsection) throw new CompositorError('block-not-found', 'There is no subsection of this key.')
  const place = placeOf(host, visit)
  const found = await host.reports.of(published, usage)
  const content = subsectionReportPage(place, {
    subsection,
    from,
    report: found.report?.kind === 'subsection' ? found.report : undefined,
    standing: reportStanding(place, found, { usage, now: host.now() }),
  })
  return page(host, request, visit, { title: subsection.title, content, found })
}

function placeOf({ base, visitors }: Parts, { learner, published }: Visit): ReportsPlace {
  const { context, title } = published.publication
  return { words: visitors.wordsOf(learner), base, context, title }
}

function page(
  host: Parts,
  request: HostRequest,
  { learner, published }: Visit,
  { found, ...content }: Pick<StaffPage, 'title' | 'content'> & { readonly found?: FoundReport | undefined },
): HostResponse {
  return staffPage(host, request, learner, {
    ...content,
    context: published.publication.context,
    here: 'reports',
    styles: ['reports.css'],
    ...(found?.job && { refresh: 2 }),
  })
}
