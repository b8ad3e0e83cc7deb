import type { PublishedContext } from '../../compositor/index.js'
import type { Learner, LearnersBlock, SubmittedBlock } from '../../lms/index.js'
import { CompositorError, parseUsageKey, type JsonObject, type UsageKey } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import { jsonAnswer, type HostRequest } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import {
  deletionPage,
  rescoringPage,
  staffBlockPage,
  staffLearnerPage,
  staffUnitPage,
  type ReportTable,
  type StaffBlockPlace,
  type StaffPlace,
} from '../pages/index.js'
import { blockOfRescoring, rescoringOf } from '../jobs/rescoring.js'
import { someRows } from '../report-text.js'
import { newestUsage, unitOf } from '../unit-of.js'
import { staffNews } from '../pages/staff-news.js'
import { peopleById, staffPage } from './staff-page.js'
import { pageOf } from './staff-routes.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'base' | 'client' | 'courseware' | 'jobs' | 'people' | 'visitors'>

/** Pages on which staff look at submissions, and start what {@link staffRoutes} does; others get 403. */
export function staffPageRoutes(host: Parts): RouteTable {
  const { staff } = host.courseware
  return {
    'GET /staff/units/:key': async (request, { key = '' }) => {
      const { learner: by, published } = await host.visitors.staffVisit(request, key)
      const unit = newestUsage(published, parseUsageKey(key))
      const blocks = await staff.submittedBlocks(unit, by)
      const place = await placeOf(host, published, unit, { request, by })
      const title = place.words.say('Submissions')
      return staffPage(host, request, by, {
        title,
        context: place.context,
        content: staffUnitPage(place, blocks),
      })
    },
    'GET /staff/blocks/:key': async (request, { key = '' }) => {
      const { unit, by, place } = await blockPlace(host, request, key)
      const { context, block } = place
      const of = { usageKey: block.key, by }
      const learner = request.query.get('learner')
      if (learner !== null) {
        const work = await workOf(host, unit, { ...of, learner: host.visitors.learner(learner) }, context)
        const title = `${work.person.name} · ${block.title}`
        return staffPage(host, request, by, { title, context, content: staffLearnerPage(place, work) })
      }
      const asked = pageOf(request)
      const found = await staff.learnersAt(unit, of, asked)
      const ids = found.learners.map((one) => one.learner)
      const people = await peopleById(host, ids, context)
      const table = block.hasReport ? await reportTable(host, unit, of) : undefined
      const content = staffBlockPage(place, { found, people, search: asked.search ?? '', table })
      return staffPage(host, request, by, { title: block.title, context, content })
    },
    'GET /staff/blocks/:key/delete': async (request, { key = '' }) => {
      const { unit, by, place } = await blockPlace(host, request, key)
      const { context, block } = place
      const learner = host.visitors.learner(request.query.get('learner') ?? '')
      const work = await workOf(host, unit, { usageKey: block.key, by, learner }, context)
      const title = `${work.person.name} · ${block.title}`
      return staffPage(host, request, by, { title, context, content: deletionPage(place, work) })
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
      const { words, context, block } = place
      const { changed = [], failed = [] } = rescoring.result ?? {}
      const people = await peopleById(
        host,
        [...changed, ...failed].map((one) => one.learner),
        context,
      )
      const title = words.say('Rescoring “{title}”', { title: block.title })
      return staffPage(host, request, by, {
        title,
        context,
        content: rescoringPage(place, rescoring, people),
      })
    },
  }
}

/** What a learner did at a block, and who they are. */
async function workOf({ courseware, people }: Parts, unit: UsageKey, of: LearnersBlock, context: string) {
  const history = JSON.parse(await courseware.staff.submissions(unit, of)) as JsonObject
  const here = await courseware.staff.learnerAt(unit, of)
  return { history, here, person: await people.one(of.learner.id, context) }
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
  if (block)
    return { unit, by, place: { ...(await placeOf(host, published, unit, { request, by }, block)), block } }
  throw new CompositorError(
    'view-missing',
    `Blocks of type '${usage.blockType}' tell staff nothing of submissions.`,
    { usage: usage.toString() },
  )
}

async function placeOf(
  { base, visitors }: Parts,
  published: PublishedContext,
  unit: UsageKey,
  { request, by }: { readonly request: HostRequest; readonly by: Learner },
  block?: SubmittedBlock,
): Promise<StaffPlace> {
  const key = unit.toString()
  const title = (await published.unit(key))?.title ?? key
  const words = visitors.wordsOf(by)
  const news = staffNews(
    words,
    request.query,
    block && `${base}/staff/blocks/${encodeURIComponent(block.key)}`,
  )
  return { words, base, context: published.publication.context, unit: { key, title }, news }
}
