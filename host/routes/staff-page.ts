import type { Learner } from '../../lms/index.js'
import type { SafeHtml } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import type { KnownPerson } from '../known-people.js'
import { htmlResponse, type HostRequest, type HostResponse } from '../http/exchange.js'
import { contextNav, layout, type LayoutParts, type NavPageName, type PeopleById } from '../pages/index.js'

/** What pages for staff take of the host. */
export type StaffPageParts = Pick<HostParts, 'base' | 'client' | 'people' | 'visitors'>

/** A page for staff. */
export interface StaffPage extends Pick<LayoutParts, 'width' | 'refresh'> {
  readonly title: string
  readonly content: SafeHtml
  /** The course, as text. */
  readonly context: string
  readonly here?: NavPageName
  /** Further style sheets. */
  readonly styles?: readonly string[]
}

/** A page for staff as it is sent: nobody else keeps it. */
export function staffPage(
  { base, client, visitors }: StaffPageParts,
  request: HostRequest,
  by: Learner,
  { context, here, styles = [], ...page }: StaffPage,
): HostResponse {
  const words = visitors.wordsOf(by)
  const text = layout({
    ...page,
    base,
    client,
    words,
    resources: [
      ...['teaching.css', ...styles].map((file) => ({ kind: 'css' as const, url: client(file) })),
      { kind: 'js', url: client('staff.js') },
    ],
    nav: contextNav({
      words,
      base,
      context,
      isStaff: true,
      isAuthor: visitors.isAuthor(request, by),
      ...(here && { here }),
    }),
    learner: visitors.bar(by, request.path),
  })
  return htmlResponse(text, 200, { 'cache-control': 'no-store' })
}

/**
 * A learner of a course, as its staff may know them: by the id alone who did nothing there and is not enrolled, as staff of one course see nobody's name or
 * address who learns in another.
 * @param context key of the course, as text
 */
export async function learnerOfCourse(
  { people, courseware }: Pick<HostParts, 'courseware' | 'people'>,
  id: string,
  context: string,
): Promise<KnownPerson> {
  const isLearner =
    (await courseware.options.learners.courseLearners.has(context, id)) ||
    (await people.isEnrolled(id, context))
  return isLearner ? people.one(id, context) : { id, name: id, isStaff: false }
}

/** Who learners are, by their ids. */
export async function peopleById(
  { people }: Pick<HostParts, 'people'>,
  ids: readonly string[],
  context: string,
): Promise<PeopleById> {
  return new Map((await people.of(ids, context)).map((person) => [person.id, person]))
}
