import { fewestLearners, type Learner } from '../../lms/index.js'
import { CompositorError, parseUsageKey, validate, type SafeHtml } from '../../runtime/index.js'
import { bankReport, banksIn, givenRows, type BankReport } from '../bank-report.js'
import { blockResponses } from '../block-responses.js'
import type { HostParts } from '../host-parts.js'
import { htmlResponse, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { contextNav, layout, reportsPage, unitReportPage, type ReportsPlace } from '../pages/index.js'
import { givenColumns } from '../pages/bank-section.js'
import { responseColumns } from '../pages/response-columns.js'
import { problemReports } from '../problem-report.js'
import { reportLines } from '../report-text.js'
import { newestUsage, unitOf } from '../unit-of.js'
import { peopleById } from './staff-page.js'
import { linesAnswer, reportQuery } from './staff-routes.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'base' | 'client' | 'courseware' | 'people' | 'units' | 'visitors'>

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
      const { root } = await host.courseware.unit(unit)
      const banks: BankReport[] = []
      for (const bank of banksIn(host.courseware, root)) banks.push(await bankReport(host.courseware, bank))
      const stuck = new Set(reports.flatMap(({ spread }) => spread.stuck.map(({ learner }) => learner)))
      const people = await peopleById(host, [...stuck], published.publication.context)
      const content = unitReportPage(place, title, reports, { fewest: fewestLearners, people, banks })
      return page(host, request, by, place, title, content)
    },
    'GET /staff/blocks/:key/given': async (request, { key = '' }) => {
      const { learner: by, published } = await host.visitors.staffVisit(request, key)
      const { format } = validate(reportQuery, Object.fromEntries(request.query), 'handler-input')
      const usage = newestUsage(published, parseUsageKey(key))
      const { root } = await host.courseware.unit(await unitOf(published, usage))
      const bank = banksIn(host.courseware, root).find((one) => one.key === usage.toString())
      if (!bank) throw new CompositorError('block-not-found', 'There is no bank of this key.')
      const columns = givenColumns(host.visitors.wordsOf(by))
      const rows = givenRows(host, { bank, context: published.publication.context, columns })
      return linesAnswer(reportLines(rows, format), format, 'given')
    },
    'GET /staff/blocks/:key/responses': async (request, { key = '' }) => {
      const { learner: by, published } = await host.visitors.staffVisit(request, key)
      const { format } = validate(reportQuery, Object.fromEntries(request.query), 'handler-input')
      const usage = newestUsage(published, parseUsageKey(key))
      const unit = await unitOf(published, usage)
      // Refuses a block that is none before anything is sent.
      await host.courseware.staff.learnersAt(unit, { usageKey: usage.toString(), by }, { limit: 1 })
      const columns = responseColumns(host.visitors.wordsOf(by))
      const responses = blockResponses(host, { unit, usageKey: usage.toString(), by, columns })
      return linesAnswer(reportLines(responses, format), format, 'responses')
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
