import { fewestLearners, type Learner } from '../../lms/index.js'
import { parseUsageKey, type SafeHtml } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import { htmlResponse, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { contextNav, layout, reportsPage, unitReportPage, type ReportsPlace } from '../pages/index.js'
import { problemReports } from '../problem-report.js'
import { newestUsage } from '../unit-of.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'base' | 'client' | 'courseware' | 'units' | 'visitors'>

/** Reports for those who teach a course: what learners made of its problems. Others get 403. */
export function reportRoutes(host: Parts): RouteTable {
  return {
    'GET /staff/contexts/:context/reports': async (request, { context = '' }) => {
      host.visitors.maybeStaff(request)
      const { publication } = await host.units.publication(context)
      const { learner: by, published } = await host.visitors.staffVisit(request, publication.root)
      const words = host.visitors.wordsOf(by)
      const place = { words, base: host.base, context: published.publication.context }
      const asked = request.query.get('unit')
      if (asked === null) {
        const course = await host.courseware.gradedCourse(published)
        return page(host, request, by, place, words.say('Reports'), reportsPage(place, course))
      }
      const unit = newestUsage(published, parseUsageKey(asked))
      await host.visitors.staffVisit(request, asked, by)
      const title = (await published.line(unit.toString()))?.title ?? ''
      const reports = await problemReports(host.courseware, unit, by)
      return page(host, request, by, place, title, unitReportPage(place, title, reports, fewestLearners))
    },
  }
}

function page(
  { base, client, visitors }: Parts,
  request: HostRequest,
  by: Learner,
  { words, context }: ReportsPlace,
  title: string,
  content: SafeHtml,
): HostResponse {
  const isAuthor = visitors.isAuthor(request, by)
  const text = layout({
    title,
    base,
    client,
    content,
    words,
    resources: [{ kind: 'css', url: client('reports.css') }],
    learner: visitors.bar(by, request.path),
    nav: contextNav({ words, base, context, isStaff: true, isAuthor, here: 'reports' }),
  })
  return htmlResponse(text, 200, { 'cache-control': 'no-store' })
}
