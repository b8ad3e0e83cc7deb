import type { PublishedContext } from '../../compositor/index.js'
import type { CourseGrades, LearnerGrades } from '../../lms/index.js'
import type { KnownPerson } from '../known-people.js'
import { isAsked, type AskedPeople } from './asked-people.js'
import { groupsOf, type GroupsFound } from './course-groups.js'
import type { GradebookParts } from './gradebook-parts.js'
import { gradesTogether, inOrder, keysOf, type GradebookSort } from './gradebook-order.js'

/** Which learners are shown. */
export interface GradebookQuery extends AskedPeople {
  readonly sort: GradebookSort | undefined
  /** Ids of all learners in order, where a job has put them in one. */
  readonly order?: readonly string[] | undefined
  /** The learner after whom the page begins; of an order, and of a small course, how many come before it. */
  readonly after?: string | undefined
  readonly from: number
  /** The reader's language, by which names are sorted. */
  readonly locale: string
}

/** A learner of a gradebook. */
export interface GradebookRow {
  readonly person: KnownPerson
  readonly grades: LearnerGrades
}

/** A page of a gradebook. */
export interface GradebookPage {
  readonly course: CourseGrades['course']
  readonly rows: readonly GradebookRow[]
  /** All learners of the course. */
  readonly total: number
  /** Learners that were found, where all were looked at. */
  readonly found?: number
  /** What it can be narrowed to. */
  readonly groups: GroupsFound
  /** Whether learners can only be sorted by a job: there are more than are looked at at once. */
  readonly isLarge: boolean
  /** Where the next page begins. */
  readonly next?: { readonly after: string } | { readonly from: number }
  readonly previous?: { readonly from: number }
  /** Whether there are learners before it. */
  readonly isFurther: boolean
  /** Whether it ends before its end, as many were looked at. */
  readonly isCut: boolean
}

/** Learners of a page. */
export const pageLength = 50
/** Learners of a course of which all are looked at for a page. */
export const mostAtOnce = 400
/** Learners that one page looks at of a larger course. */
const mostLooked = 5000
/** People that are asked for at once. */
const chunk = 200

/** Who is listed, and where the page after begins. */
type Listed = Pick<GradebookPage, 'found' | 'groups' | 'next' | 'previous' | 'isCut'> & {
  readonly people: readonly KnownPerson[]
}

/** A page of a course's gradebook, with grades as they are now; what it reads is bounded, however many learners there are. */
export async function gradebookPage(
  host: GradebookParts,
  published: PublishedContext,
  query: GradebookQuery,
): Promise<GradebookPage> {
  const { context } = published.publication
  const total = await host.courseware.options.learners.courseLearners.count(context)
  const isLarge = total > mostAtOnce
  const { people, ...rest } = isLarge
    ? { ...(await someOf(host, context, query)), groups: await host.courseGroups.of(context) }
    : await allOf(host, context, query)
  const learners = people.map(({ id }) => host.visitors.learner(id))
  const grades = await host.courseware.gradesOf(published, { learners, seenBy: 'staff', isGradedOnly: true })
  const rows = people.flatMap((person, at) => {
    const own = grades.learners[at]
    return own ? [{ person, grades: own }] : []
  })
  const isFurther = query.after !== undefined || query.from > 0
  return { course: grades.course, rows, total, isLarge, isFurther, ...rest }
}

/** All grades of a course as its gradebook has them, in the order of ids. */
export async function* gradebookRows(
  host: GradebookParts,
  published: PublishedContext,
  query: AskedPeople,
): AsyncIterable<readonly GradebookRow[]> {
  const { context } = published.publication
  const { courseLearners } = host.courseware.options.learners
  for (let after: string | undefined; ;) {
    const ids = await courseLearners.page(context, { after, limit: gradesTogether })
    const people = (await host.people.of(ids, context)).filter(isAsked(query))
    const learners = people.map(({ id }) => host.visitors.learner(id))
    const grades = await host.courseware.gradesOf(published, {
      learners,
      seenBy: 'staff',
      isGradedOnly: true,
    })
    yield people.flatMap((person, at) => {
      const own = grades.learners[at]
      return own ? [{ person, grades: own }] : []
    })
    after = ids.at(-1)
    if (ids.length < gradesTogether) return
  }
}

/** Of a small course: all that are asked for, sorted, from a place on. */
async function allOf(host: GradebookParts, context: string, query: GradebookQuery): Promise<Listed> {
  const ids = await host.courseware.options.learners.courseLearners.page(context, { limit: mostAtOnce })
  const all = await host.people.of(ids, context)
  const asked = all.filter(isAsked(query))
  const byId = new Map(asked.map((person) => [person.id, person]))
  const { sort = 'name', from } = query
  const keys =
    sort === 'name'
      ? asked.map(({ id, name }) => ({ id, by: name }))
      : await keysOf(host, { context, sort }, [...byId.keys()])
  const people = inOrder(keys, sort, query.locale).flatMap((id) => byId.get(id) ?? [])
  return {
    people: people.slice(from, from + pageLength),
    found: people.length,
    groups: { names: [...groupsOf(all)], isWhole: true },
    isCut: false,
    ...(from > 0 && { previous: { from: Math.max(0, from - pageLength) } }),
    ...(from + pageLength < people.length && { next: { from: from + pageLength } }),
  }
}

/** Of a large course: those that are asked for from a place on, until there are enough of them, or many were looked at. */
async function someOf(
  host: GradebookParts,
  context: string,
  query: GradebookQuery,
): Promise<Omit<Listed, 'groups'>> {
  const { order, from } = query
  const { courseLearners } = host.courseware.options.learners
  const isPlain = query.search === '' && query.group === ''
  const size = isPlain ? pageLength + 1 : chunk
  const found: KnownPerson[] = []
  let [after, place, looked] = [query.after, from, 0]
  for (;;) {
    const ids = order
      ? order.slice(place, place + size)
      : await courseLearners.page(context, { after, limit: size })
    for (const person of (await host.people.of(ids, context)).filter(isAsked(query))) {
      if (found.length === pageLength) return { people: found, isCut: false, ...beforeAnd(found, order) }
      found.push(person)
    }
    looked += ids.length
    place += ids.length
    after = ids.at(-1)
    if (ids.length < size) return { people: found, isCut: false, ...before(order) }
    if (looked >= mostLooked && after !== undefined) {
      return { people: found, isCut: true, ...before(order), next: order ? { from: place } : { after } }
    }
  }
  function before(ordered: readonly string[] | undefined): Pick<Listed, 'previous'> {
    return ordered && from > 0 && isPlain ? { previous: { from: Math.max(0, from - pageLength) } } : {}
  }
  function beforeAnd(people: readonly KnownPerson[], ordered: readonly string[] | undefined) {
    const last = people.at(-1)?.id ?? ''
    const next = ordered ? { from: ordered.indexOf(last, from) + 1 } : { after: last }
    return { ...before(ordered), next }
  }
}
