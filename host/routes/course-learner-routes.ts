import { z } from 'zod'
import type { PublishedContext } from '../../compositor/index.js'
import { recentChanges, type Learner, type LearnerGrades, type RecentChange } from '../../lms/index.js'
import { CompositorError, parseUsageKey, validate, type JsonObject } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import { seeOther, type HostRequest } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { courseLearnerPage, type OpenedUnit } from '../pages/course-learner-page.js'
import { staffNews } from '../pages/staff-news.js'
import { learnerAddress } from '../pages/staff-place.js'
import { momentOf } from '../pages/zoned-date.js'
import { newestUsage, unitOf } from '../unit-of.js'
import { refuseForeign } from './block-routes.js'
import { staffOf } from './gradebook-routes.js'
import { staffPage } from './staff-page.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'base' | 'client' | 'courseware' | 'people' | 'units' | 'visitors'>

const asked = z.object({
  unit: z.string().max(2000).optional(),
  change: z.string().max(2000).optional(),
  before: z.coerce.number().int().min(0).optional(),
})
const text = z.string().max(2000)
const excepting = z.object({
  usage: text.min(1),
  reason: text.default(''),
  undo: z.string().optional(),
  due: text.optional(),
  earned: text.optional(),
})

/** Units whose blocks are looked up for their names. */
const mostNamed = 10

/** What the log says of whoever takes something back without a reason. */
const takenBack = 'Taken back'

/** A learner's page in a course, for its staff, and what they except the learner from there; others get 403. */
export function courseLearnerRoutes(host: Parts): RouteTable {
  const { staff } = host.courseware
  /** The form of an exception, and for whom it is. */
  const excepted = async (request: HostRequest, key: string, id: string) => {
    refuseForeign(request)
    const { learner: by, published } = await staffOf(host, request, key)
    const form = validate(
      excepting,
      Object.fromEntries(new URLSearchParams(await request.text())),
      'handler-input',
    )
    const isUndone = form.undo !== undefined
    const reason = form.reason.trim() || (isUndone ? takenBack : '')
    if (reason === '') throw new CompositorError('handler-input', 'Say why: the reason is logged.')
    const place = { learner: host.visitors.learner(id), by, usage: form.usage, reason }
    return { form, isUndone, place, context: published.publication.context, by }
  }
  const back = (context: string, id: string, news: string) =>
    seeOther(`${learnerAddress(host.base, context, id)}?news=${news}`)

  return {
    'GET /staff/contexts/:context/learners/:learner': async (
      request,
      { context: key = '', learner: id = '' },
    ) => {
      const { learner: by, published } = await staffOf(host, request, key)
      const { context, title } = published.publication
      const query = validate(asked, Object.fromEntries(request.query), 'handler-input')
      const words = host.visitors.wordsOf(by)
      const learner = host.visitors.learner(id)
      const [person, found, { changes, next }] = await Promise.all([
        host.people.one(id, context),
        host.courseware.gradesOf(published, { learners: [learner], seenBy: 'staff' }),
        recentChanges(host.courseware.options.learners.records, id, context, query.before),
      ])
      const [grades] = found.learners
      if (!grades) throw new CompositorError('page-not-found', 'There are no grades of this course.')
      const opened =
        query.unit === undefined ? undefined : await openedUnit(host, published, query.unit, { learner, by })
      const titles = await titlesOf(host, published, { changes, grades, by })
      const content = courseLearnerPage({
        words,
        base: host.base,
        context,
        title,
        person,
        grades,
        news: staffNews(words, request.query),
        changing: query.change,
        opened,
        changes,
        next,
        titles,
      })
      return staffPage(host, request, by, { title: `${person.name} · ${title}`, context, content })
    },

    'POST /staff/contexts/:context/learners/:learner/extension': async (
      request,
      { context: key = '', learner: id = '' },
    ) => {
      const { form, isUndone, place, context, by } = await excepted(request, key, id)
      if (isUndone) {
        await staff.extendDue(context, place, undefined)
        return back(context, id, 'unextended')
      }
      const due = momentOf(form.due ?? '', host.visitors.wordsOf(by).timeZone)
      if (!due) throw new CompositorError('handler-input', 'The date is none.')
      await staff.extendDue(context, place, due.getTime())
      return back(context, id, 'extended')
    },

    'POST /staff/contexts/:context/learners/:learner/override': async (
      request,
      { context: key = '', learner: id = '' },
    ) => {
      const { form, isUndone, place, context } = await excepted(request, key, id)
      const earned = Number((form.earned ?? '').trim() || Number.NaN)
      await staff.overrideSubsection(context, place, isUndone ? null : { earned })
      return back(context, id, isUndone ? 'taken-back' : 'given')
    },
  }
}

/** A unit's blocks with what a learner did at each. */
async function openedUnit(
  { courseware: { staff } }: Parts,
  published: PublishedContext,
  key: string,
  { learner, by }: { readonly learner: Learner; readonly by: Learner },
): Promise<OpenedUnit> {
  const unit = await unitOf(published, newestUsage(published, parseUsageKey(key)))
  const blocks: OpenedUnit['blocks'][number][] = []
  for (const block of await staff.submittedBlocks(unit, by)) {
    const of = { usageKey: block.key, learner, by }
    const history = JSON.parse(await staff.submissions(unit, of)) as JsonObject
    blocks.push({ block, here: await staff.learnerAt(unit, of), history })
  }
  return { key: unit.toString(), blocks }
}

/** Names of what happened: of blocks in some units, else of their units, and of subsections. */
async function titlesOf(
  { courseware: { staff } }: Parts,
  published: PublishedContext,
  about: { readonly changes: readonly RecentChange[]; readonly grades: LearnerGrades; readonly by: Learner },
): Promise<ReadonlyMap<string, string>> {
  const titles = new Map(about.grades.subsections.map(({ subsection: { key, title } }) => [key, title]))
  const units = new Map<string, string[]>()
  for (const usage of new Set(about.changes.map((one) => one.usage))) {
    if (titles.has(usage)) continue
    try {
      const unit = (await unitOf(published, newestUsage(published, parseUsageKey(usage)))).toString()
      units.set(unit, [...(units.get(unit) ?? []), usage])
    } catch (thrown) {
      // What is not in the course any more has no name there.
      if (CompositorError.from(thrown, 'store-unavailable').status >= 500) throw thrown
    }
  }
  for (const [at, [unit, usages]] of [...units].entries()) {
    const named = at < mostNamed ? await staff.submittedBlocks(parseUsageKey(unit), about.by) : []
    const own = new Map(named.map(({ key, title }) => [key, title]))
    const title = (await published.unit(unit))?.title ?? ''
    for (const usage of usages) titles.set(usage, own.get(usage) ?? title)
  }
  return titles
}
