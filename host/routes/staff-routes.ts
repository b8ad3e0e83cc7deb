import { z } from 'zod'
import { CompositorError, parseUsageKey, validate } from '../../runtime/index.js'
import type { PublishedContext } from '../../compositor/index.js'
import type { LearnersPage } from '../../lms/index.js'
import type { Visit } from '../admission.js'
import type { HostParts } from '../host-parts.js'
import { jsonAnswer, seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { reportLines } from '../report-text.js'
import { rescoreAllKind, rescoringInput, rescoringOf, soleRescoring } from '../jobs/rescoring.js'
import { newestUsage, unitOf } from '../unit-of.js'
import { refuseForeign } from './block-routes.js'
import { bodyOf, isForm, learnerOfBody, onlyIfHigher, reasonOfBody } from './staff-bodies.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'base' | 'courseware' | 'jobs' | 'leftRecords' | 'units' | 'visitors'>

const ofLearner = z.object({ learner: learnerOfBody })
const rescoringAll = z.object({ only_if_higher: onlyIfHigher, reason: reasonOfBody })

/** Where staff list the learners at a block, look at what one submitted, and have everybody rescored; others get 403. */
export function staffRoutes(host: Parts): RouteTable {
  /** The block and its unit; looked up only once it is clear that staff ask. */
  const located = async ({ learner: by, published }: Visit, key: string, learner: string) => {
    const usage = newestUsage(published, parseUsageKey(key))
    return {
      unit: await unitOf(published, usage),
      of: { usageKey: usage.toString(), learner: host.visitors.learner(learner), by },
    }
  }

  return {
    async 'POST /staff/blocks/:key/rescore-all'(request, { key = '' }) {
      refuseForeign(request)
      const visit = await host.visitors.staffVisit(request, key)
      const { only_if_higher: onlyIfHigher, reason } = await bodyOf(request, rescoringAll)
      const usage = newestUsage(visit.published, parseUsageKey(key))
      await unitOf(visit.published, usage)
      const input = rescoringInput(usage.toString(), visit.learner, { onlyIfHigher, reason })
      const sole = soleRescoring(usage.toString(), visit.published)
      const job = await host.jobs.start(rescoreAllKind, input, sole)
      return isForm(request)
        ? seeOther(`${host.base}/staff/rescorings/${job.id}`)
        : jsonAnswer(await rescoringOf(host.jobs.jobs, job), 202, {
            location: `${host.base}/api/v1/jobs/${job.id}`,
          })
    },

    async 'GET /staff/blocks/:key/learners'(request, { key = '' }) {
      const { learner: by, published } = await host.visitors.staffVisit(request, key)
      const usage = newestUsage(published, parseUsageKey(key))
      const of = { usageKey: usage.toString(), by }
      const found = await host.courseware.staff.learnersAt(
        await unitOf(published, usage),
        of,
        pageOf(request),
      )
      const next = found.hasNext ? (found.learners.at(-1)?.learner ?? null) : null
      return jsonAnswer({ items: found.learners, next }, 200, { 'cache-control': 'no-store' })
    },

    async 'GET /staff/contexts/:context/left-records'(request, { context = '' }) {
      host.visitors.maybeStaff(request)
      const published = await host.units.publication(context)
      await host.visitors.staffVisit(request, published.publication.root)
      const { format } = validate(recordsQuery, Object.fromEntries(request.query), 'handler-input')
      const usages = request.query.getAll('usage').map((key) => ownUsage(published, key))
      const lines = host.leftRecords.lines(context, format, usages.length > 0 ? usages : undefined)
      return linesAnswer(lines, format, 'left-records')
    },

    async 'GET /staff/blocks/:key/report'(request, { key = '' }) {
      const { learner: by, published } = await host.visitors.staffVisit(request, key)
      const { format } = validate(reportQuery, Object.fromEntries(request.query), 'handler-input')
      const usage = newestUsage(published, parseUsageKey(key))
      const unit = await unitOf(published, usage)
      const report = await host.courseware.staff.report(unit, { usageKey: usage.toString(), by })
      return linesAnswer(await begun(reportLines(report, format)), format, 'report')
    },

    async 'GET /staff/blocks/:key/submissions'(request, { key = '' }) {
      const visit = await host.visitors.staffVisit(request, key)
      const { learner } = validate(ofLearner, Object.fromEntries(request.query), 'handler-input')
      const { unit, of } = await located(visit, key, learner)
      const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
      return { status: 200, headers, body: await host.courseware.staff.submissions(unit, of) }
    },
  }
}

/** Lines of CSV or JSON that leave as a file while they are made. */
export function linesAnswer(
  lines: AsyncIterable<string>,
  format: 'csv' | 'json',
  name: string,
): HostResponse {
  const headers = {
    'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson',
    'content-disposition': `attachment; filename="${name}.${format === 'csv' ? 'csv' : 'jsonl'}"`,
    'cache-control': 'no-store',
  }
  return { status: 200, headers, body: '', stream: textStream(lines) }
}

/** The same lines, once the first two are there: what fails at once is answered as an error, not as a file that ends. */
async function begun(lines: AsyncIterable<string>): Promise<AsyncIterable<string>> {
  const rest = lines[Symbol.asyncIterator]()
  const first = [await rest.next(), await rest.next()]
  return (async function* () {
    for (const { done, value } of first) if (done !== true) yield value
    yield* { [Symbol.asyncIterator]: () => rest }
  })()
}

/** How rows leave as a file. */
export const reportQuery = z.object({ format: z.enum(['csv', 'json']).default('csv') })

const recordsQuery = z.object({
  format: z.enum(['json', 'csv']).default('json'),
  usage: z.string().optional(),
})

/** Refuses a block of another course: who is staff here may not be there. @throws CompositorError `block-not-found` */
function ownUsage(published: PublishedContext, key: string): string {
  const usage = parseUsageKey(key).withoutBranchOrVersion()
  if (usage.context.withoutBranchOrVersion().toString() === published.publication.context)
    return usage.toString()
  throw new CompositorError('block-not-found', `'${key.slice(0, 300)}' is no block of this course.`)
}

function textStream(lines: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const pieces = lines[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await pieces.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      },
      async cancel() {
        await pieces.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}

const text = z.string().max(10_000).optional()
const pageQuery = z.object({
  after: text,
  before: text,
  search: text,
  limit: z.coerce.number().int().min(1).max(1000).optional(),
})

/** Which learners a request asks for. @throws CompositorError `handler-input` for a limit that is none */
export function pageOf({ query }: HostRequest): LearnersPage {
  const { search, ...page } = validate(pageQuery, Object.fromEntries(query), 'handler-input')
  return { ...page, search: search?.trim() }
}
