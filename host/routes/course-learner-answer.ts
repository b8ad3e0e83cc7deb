import type { Visit } from '../admission.js'
import type { PublishedContext } from '../../compositor/index.js'
import {
  lastDeed,
  recentChanges,
  type Learner,
  type LearnerGrades,
  type RecentChange,
} from '../../lms/index.js'
import { CompositorError, parseUsageKey, type JsonObject } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import type { HostRequest, HostResponse } from '../http/exchange.js'
import { courseLearnerPage } from '../pages/teachers/course-learner-page.js'
import type { OpenedUnit } from '../pages/teachers/course-learner-place.js'
import { changedNews, staffNews, undoableNews } from '../pages/teachers/staff-news.js'
import { subsectionUndo } from '../pages/teachers/staff-undo.js'
import { newestUsage, unitOf } from '../unit-of.js'
import { learnerOfCourse, peopleById, staffPage } from './staff-page.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'base' | 'client' | 'courseware' | 'people' | 'visitors'>

/** What the page of a learner in a course is asked for. */
export interface CourseLearnerAsked {
  /** The unit that is opened on it, and the subsection that is to be changed. */
  readonly unit?: string | undefined
  readonly change?: string | undefined
  /** The subsection whose units are opened on it, in a course of many. */
  readonly part?: string | undefined
  /** What was just changed. */
  readonly about?: string | undefined
  /** The number of the commit before which what happened begins. */
  readonly before?: number | undefined
}

/** What was sent to change something, and may stand on the page again. */
export type CourseLearnerTyped = Readonly<Record<'due' | 'earned' | 'reason' | 'undo', string | undefined>>

/** Units whose blocks are looked up for their names. */
const mostNamed = 10

/** The page of a learner in a course, for its staff. @param typed what was sent and not stored */
export async function courseLearnerAnswer(
  host: Parts,
  request: HostRequest,
  { learner: by, published }: Visit,
  id: string,
  query: CourseLearnerAsked,
  typed?: Partial<CourseLearnerTyped>,
): Promise<HostResponse> {
  const { context, title } = published.publication
  const { records } = host.courseware.options.learners
  const words = host.visitors.wordsOf(by)
  const learner = host.visitors.learner(id)
  const deed = query.about === undefined ? undefined : undoableNews(request.query)
  const [person, found, { changes, next }, last] = await Promise.all([
    learnerOfCourse(host, id, context),
    host.courseware.gradesOf(published, { learners: [learner], seenBy: 'staff' }),
    recentChanges(records, id, context, query.before),
    deed && lastDeed(records, { learner: id, context, usage: query.about ?? '' }),
  ])
  const [grades] = found.learners
  if (!grades) throw new CompositorError('page-not-found', 'There are no grades of this course.')
  const opened =
    query.unit === undefined ? undefined : await openedUnit(host, published, query.unit, { learner, by })
  const titles = await titlesOf(host, published, { changes, grades, by })
  const staff = await peopleById(host, staffIn(changes, grades), context)
  const undo =
    last && last.last.deed === deed
      ? subsectionUndo(words, last, { base: host.base, context, learner: id })
      : undefined
  const content = courseLearnerPage({
    words,
    base: host.base,
    context,
    title,
    person,
    grades,
    news: typed ? changedNews(words) : staffNews(words, request.query, undo),
    changing: query.change,
    typed: typed?.undo === undefined ? { ...typed } : {},
    opened,
    part: query.part,
    changes,
    next,
    titles,
    staff,
  })
  return staffPage(host, request, by, { title: `${person.name} · ${title}`, context, content })
}

/** Ids of those of staff who did something, or gave what holds. */
function staffIn(changes: readonly RecentChange[], { subsections }: LearnerGrades): readonly string[] {
  const given = subsections.flatMap(({ override, extension }) =>
    [override?.by ?? [], extension?.by ?? []].flat(),
  )
  return [...new Set([...changes.flatMap(({ staff }) => staff?.by ?? []), ...given])]
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
