import type { Learner, LearnerAtBlock, LearnersAtBlock } from '../../lms/index.js'
import { CompositorError, parseUsageKey, type UsageKey } from '../../runtime/index.js'
import { isAsked } from '../gradebook/asked-people.js'
import type { HostParts } from '../host-parts.js'
import { jsonAnswer } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import {
  deletionPage,
  rescoringPage,
  rescoringQuestion,
  staffBlockPage,
  staffUnitPage,
  type ReportTable,
} from '../pages/index.js'
import { blockOfRescoring, rescoringOf } from '../jobs/rescoring.js'
import { someRows } from '../report-text.js'
import { newestUsage } from '../unit-of.js'
import { learnerAtBlock, learnersWork, staffBlock, staffPlaceOf } from './staff-block-place.js'
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
      const place = await staffPlaceOf(host, published, unit, { request, by })
      const title = place.words.say('Submissions')
      return staffPage(host, request, by, {
        title,
        context: place.context,
        content: staffUnitPage(place, blocks),
      })
    },
    'GET /staff/blocks/:key': async (request, { key = '' }) => {
      const learner = request.query.get('learner')
      if (learner !== null) return learnerAtBlock(host, request, key, { learner })
      const { unit, by, place } = await staffBlock(host, request, key)
      const { context, block } = place
      const of = { usageKey: block.key, by }
      const asked = pageOf(request)
      const found: Awaited<ReturnType<typeof searchedAt>> = await (asked.search
        ? searchedAt(host, unit, of, { ...asked, search: asked.search, context })
        : staff.learnersAt(unit, of, asked))
      const ids = found.learners.map((one) => one.learner)
      const people = await peopleById(host, ids, context)
      const table = block.hasReport ? await reportTable(host, unit, of) : undefined
      const { search = '' } = asked
      const content = staffBlockPage(place, { found, people, search, next: found.looked, table })
      return staffPage(host, request, by, { title: block.title, context, content })
    },
    'GET /staff/blocks/:key/delete': async (request, { key = '' }) => {
      const { unit, by, place } = await staffBlock(host, request, key)
      const { context, block } = place
      const learner = host.visitors.learner(request.query.get('learner') ?? '')
      const work = await learnersWork(host, unit, { usageKey: block.key, by, learner })
      const title = `${work.person.name} · ${block.title}`
      return staffPage(host, request, by, { title, context, content: deletionPage(place, work) })
    },
    'GET /staff/blocks/:key/rescore-all': async (request, { key = '' }) => {
      const { by, place } = await staffBlock(host, request, key)
      const { words, context, block } = place
      const title = words.say('Rescore everybody at “{title}”?', { title: block.title })
      return staffPage(host, request, by, { title, context, content: rescoringQuestion(place) })
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
      const { by, place } = await staffBlock(host, request, rescoring.block)
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

/** Learners of a block that one search looks at, and that it shows. */
const [mostLooked, mostFound] = [5000, 100]

/** Those of the learners at a block who are looked for, by whatever the host knows of them, from a place on. */
async function searchedAt(
  { courseware, people }: Parts,
  unit: UsageKey,
  of: { readonly usageKey: string; readonly by: Learner },
  {
    search,
    after: from,
    context,
  }: { readonly search: string; readonly after?: string | undefined; readonly context: string },
): Promise<LearnersAtBlock & { readonly looked?: string | undefined }> {
  const learners: LearnerAtBlock[] = []
  let [after, looked] = [from, 0]
  for (;;) {
    const page = await courseware.staff.learnersAt(unit, of, { after, limit: 500 })
    const ids = page.learners.map(({ learner }) => learner)
    const asked = new Set(
      (await people.of(ids, context)).filter(isAsked({ search, group: '' })).map(({ id }) => id),
    )
    for (const one of page.learners) {
      if (learners.length === mostFound) return { learners, hasPrevious: false, hasNext: true }
      if (asked.has(one.learner)) learners.push(one)
    }
    looked += ids.length
    after = ids.at(-1)
    if (!page.hasNext) return { learners, hasPrevious: false, hasNext: false }
    if (looked >= mostLooked) return { learners, hasPrevious: false, hasNext: true, looked: after }
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
