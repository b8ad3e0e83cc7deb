import type { PublishedContext } from '../../compositor/index.js'
import { lastDeed, type Learner, type LearnersBlock, type SubmittedBlock } from '../../lms/index.js'
import {
  CompositorError,
  parseUsageKey,
  type JsonObject,
  type SafeHtml,
  type UsageKey,
} from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import type { HostRequest, HostResponse } from '../http/exchange.js'
import { staffLearnerPage, type StaffBlockPlace, type StaffPlace } from '../pages/index.js'
import type { LearnersWork } from '../pages/teachers/staff-learner-page.js'
import { changedNews, staffNews, undoableNews } from '../pages/teachers/staff-news.js'
import { blockAddress } from '../pages/teachers/staff-place.js'
import { blockUndo } from '../pages/teachers/staff-undo.js'
import { newestUsage, unitOf } from '../unit-of.js'
import { learnerOfCourse, peopleById, staffPage } from './staff-page.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'base' | 'client' | 'courseware' | 'people' | 'visitors'>

/** A block that staff look at, and who looks. */
export interface StaffBlock {
  readonly unit: UsageKey
  readonly by: Learner
  readonly place: StaffBlockPlace
}

/** A block of a published unit as a page for staff shows it. @throws CompositorError `staff-only`, `block-not-found`, `view-missing` */
export async function staffBlock(host: Parts, request: HostRequest, key: string): Promise<StaffBlock> {
  const { learner: by, published } = await host.visitors.staffVisit(request, key)
  const usage = newestUsage(published, parseUsageKey(key))
  const unit = await unitOf(published, usage)
  const blocks = await host.courseware.staff.submittedBlocks(unit, by)
  const block: SubmittedBlock | undefined = blocks.find((one) => one.key === usage.toString())
  if (block)
    return { unit, by, place: { ...(await staffPlaceOf(host, published, unit, { request, by })), block } }
  throw new CompositorError(
    'view-missing',
    `Blocks of type '${usage.blockType}' tell staff nothing of submissions.`,
    { usage: usage.toString() },
  )
}

/** A unit as a page for staff shows it. */
export async function staffPlaceOf(
  { base, visitors }: Parts,
  published: PublishedContext,
  unit: UsageKey,
  { request, by }: { readonly request: HostRequest; readonly by: Learner },
): Promise<StaffPlace> {
  const key = unit.toString()
  const title = (await published.unit(key))?.title ?? key
  const words = visitors.wordsOf(by)
  const { context } = published.publication
  return { words, base, context, unit: { key, title }, news: staffNews(words, request.query) }
}

/** What a learner did at a block, and who they are. */
export async function learnersWork(
  { courseware, people }: Parts,
  unit: UsageKey,
  of: LearnersBlock,
): Promise<LearnersWork> {
  const context = unit.context.withoutBranchOrVersion().toString()
  const history = JSON.parse(await courseware.staff.submissions(unit, of)) as JsonObject
  const here = await courseware.staff.learnerAt(unit, of)
  const { override } = here.grade ?? {}
  const staff = await peopleById({ people }, override ? [override.by] : [], context)
  return {
    history,
    here,
    staff,
    person: await learnerOfCourse({ courseware, people }, of.learner.id, context),
  }
}

/**
 * The page of a learner at a block. @param typed a score that was not stored, as another of staff came first
 * @throws CompositorError as {@link staffBlock} does
 */
export async function learnerAtBlock(
  host: Parts,
  request: HostRequest,
  key: string,
  { learner: id, typed }: { readonly learner: string } & Pick<LearnersWork, 'typed'>,
): Promise<HostResponse> {
  const { unit, by, place } = await staffBlock(host, request, key)
  const { words, context, block } = place
  const of = { usageKey: block.key, by, learner: host.visitors.learner(id) }
  const work = await learnersWork(host, unit, of)
  const news = typed ? changedNews(words) : await newsOf(host, request, place, work)
  const content = staffLearnerPage({ ...place, news }, { ...work, typed })
  const title = `${work.person.name} · ${block.title}`
  const answer = staffPage(host, request, by, { title, context, content })
  return typed ? { ...answer, status: 409 } : answer
}

/** What has just happened, with the form that undoes it. */
async function newsOf(
  { courseware }: Parts,
  { query }: HostRequest,
  place: StaffBlockPlace,
  { person, here }: LearnersWork,
): Promise<SafeHtml | undefined> {
  const { words, context, block } = place
  const deed = undoableNews(query)
  const of = { learner: person.id, context, usage: block.key }
  const found = deed && (await lastDeed(courseware.options.learners.records, of))
  const at = { address: blockAddress(place), learner: person.id, worth: here.worth }
  return staffNews(words, query, found?.last.deed === deed ? found && blockUndo(words, found, at) : undefined)
}
