import type { PublishedContext } from '../../compositor/index.js'
import type { Learner, SubmittedBlock } from '../../lms/index.js'
import {
  CompositorError,
  parseUsageKey,
  type JsonObject,
  type SafeHtml,
  type UsageKey,
} from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import { htmlResponse, jsonAnswer, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import {
  layout,
  rescoringPage,
  staffBlockPage,
  staffLearnerPage,
  staffUnitPage,
  type StaffBlockPlace,
  type ReportTable,
  type StaffPlace,
} from '../pages/index.js'
import { blockOfRescoring, rescoringOf } from '../jobs/rescoring.js'
import { someRows } from '../report-text.js'
import { newestUsage, unitOf } from '../unit-of.js'
import { pageOf } from './staff-routes.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'base' | 'client' | 'courseware' | 'jobs' | 'visitors'>

/** What pages say after what was done there; an address can name one, and say nothing else. */
const news: Readonly<Record<string, string>> = {
  rescored: 'Rescored: this is the grade now.',
  refused:
    'Nothing was rescored, and nothing has changed: there is no submission that could be graded again.',
  deleted: 'The learner’s work here is deleted.',
  nothing: 'There was nothing to delete.',
}

/** Pages on which staff look at submissions, and start what {@link staffRoutes} does; others get 403. */
export function staffPageRoutes(host: Parts): RouteTable {
  return {
    'GET /staff/units/:key': async (request, { key = '' }) => {
      const { learner: by, published } = await host.visitors.staffVisit(request, key)
      const unit = newestUsage(published, parseUsageKey(key))
      const blocks = await host.courseware.staff.submittedBlocks(unit, by)
      return page(
        host,
        request,
        by,
        'Submissions',
        staffUnitPage(await placeOf(host, published, unit, request), blocks),
      )
    },
    'GET /staff/blocks/:key': async (request, { key = '' }) => {
      const { unit, by, place } = await blockPlace(host, request, key)
      const of = { usageKey: place.block.key, by }
      const learner = request.query.get('learner')
      if (learner === null) {
        const asked = pageOf(request)
        const learners = await host.courseware.staff.learnersAt(unit, of, asked)
        const table = place.block.hasReport ? await reportTable(host, unit, of) : undefined
        const content = staffBlockPage(place, learners, asked.search ?? '', table)
        return page(host, request, by, place.block.title, content)
      }
      const learners = { ...of, learner: host.visitors.learner(learner) }
      const text = await host.courseware.staff.submissions(unit, learners)
      const one = await host.courseware.staff.learnerAt(unit, learners)
      const content = staffLearnerPage(place, one, JSON.parse(text) as JsonObject)
      return page(host, request, by, `${learner} · ${place.block.title}`, content)
    },
    'GET /staff/rescorings/:id': async (request, { id = '' }) => {
      host.visitors.maybeStaff(request)
      const job = await host.jobs.jobs.find(id)
      if (!job || blockOfRescoring(job) === undefined) {
        throw new CompositorError('page-not-found', 'This rescoring is not known, or was too long ago.')
      }
      const rescoring = await rescoringOf(host.jobs.jobs, job)
      await host.visitors.staffVisit(request, rescoring.block)
      if (request.header('accept')?.includes('application/json')) return jsonAnswer(rescoring)
      const { by, place } = await blockPlace(host, request, rescoring.block)
      return page(host, request, by, `Rescoring ${place.block.title}`, rescoringPage(place, rescoring))
    },
  }
}

/** Rows of a block's report that its page shows; the rest leaves as a file. */
const rowsShown = 50

/** A report that fails holds up nothing else of the page. */
async function reportTable(
  { courseware }: Parts,
  unit: UsageKey,
  of: { readonly usageKey: string; readonly by: Learner },
): Promise<ReportTable> {
  try {
    const report = await courseware.staff.report(unit, of)
    return { columns: report.columns, ...(await someRows(report, rowsShown)) }
  } catch (thrown) {
    return { error: CompositorError.from(thrown, 'block-failed').message }
  }
}

async function blockPlace(
  host: Parts,
  request: HostRequest,
  key: string,
): Promise<{ readonly unit: UsageKey; readonly by: Learner; readonly place: StaffBlockPlace }> {
  const { learner: by, published } = await host.visitors.staffVisit(request, key)
  const usage = newestUsage(published, parseUsageKey(key))
  const unit = await unitOf(published, usage)
  const blocks = await host.courseware.staff.submittedBlocks(unit, by)
  const block: SubmittedBlock | undefined = blocks.find((one) => one.key === usage.toString())
  if (block) return { unit, by, place: { ...(await placeOf(host, published, unit, request)), block } }
  throw new CompositorError(
    'view-missing',
    `Blocks of type '${usage.blockType}' tell staff nothing of submissions.`,
    { usage: usage.toString() },
  )
}

async function placeOf(
  host: Parts,
  published: PublishedContext,
  unit: UsageKey,
  { query }: HostRequest,
): Promise<StaffPlace> {
  const key = unit.toString()
  const title = (await published.unit(key))?.title ?? key
  const name = query.get('news') ?? ''
  return { base: host.base, unit: { key, title }, news: Object.hasOwn(news, name) ? news[name] : undefined }
}

function page(
  host: Parts,
  request: HostRequest,
  by: Learner,
  title: string,
  content: SafeHtml,
): HostResponse {
  const { base, client } = host
  const text = layout({
    title,
    base,
    client,
    content,
    resources: [
      { kind: 'css', url: client('staff.css') },
      { kind: 'js', url: client('staff.js') },
    ],
    learner: host.visitors.bar(by, request.path),
    words: host.visitors.englishWords,
  })
  return htmlResponse(text, 200, { 'cache-control': 'no-store' })
}
