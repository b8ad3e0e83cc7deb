import { z } from 'zod'
import type { Json, JsonObject } from '../../runtime/index.js'
import { hasEnded, type Job, type RunningJob } from '../../store/index.js'
import { totalOf } from './gradebook-columns.js'
import type { GradebookParts } from './gradebook-parts.js'

/** The kind of job that puts the learners of a large course in an order. */
export const gradebookOrderKind = 'gradebook-order'

/** What learners can be put in the order of. */
export const gradebookSorts = ['name', 'grade', 'grade-up'] as const
export type GradebookSort = (typeof gradebookSorts)[number]

const orderForm = z.object({ context: z.string(), sort: z.enum(gradebookSorts), locale: z.string() })
const orderResult = z.object({ learners: z.array(z.string()) })

/** Learners that are put in order at most; of more, the first by their ids. */
const mostOrdered = 20_000

/** Learners whose grades are read at a time: of 40 columns a hundred of them held up everybody else for a tenth of a second. */
export const gradesTogether = 25

/** What such a job is started with. */
export function orderInput(context: string, sort: GradebookSort, locale: string): JsonObject {
  return { context, sort, locale }
}

/** The course and the order of such a job; undefined for a job of another kind. */
export function orderOf({ kind, input }: Job): z.output<typeof orderForm> | undefined {
  return kind === gradebookOrderKind ? orderForm.parse(input) : undefined
}

/** Ids of learners in their order, once it is made. */
export function orderedIn(job: Job): readonly string[] | undefined {
  return hasEnded(job) && job.result !== undefined ? orderResult.parse(job.result).learners : undefined
}

/** Puts all learners of a course in an order; the job's result is their ids, and no names or grades. */
export async function runGradebookOrder(host: GradebookParts, job: RunningJob): Promise<Json> {
  const { context, sort, locale } = orderForm.parse(job.input)
  const { courseLearners } = host.courseware.options.learners
  const total = Math.min(await courseLearners.count(context), mostOrdered)
  const found: { readonly id: string; readonly by: number | string }[] = []
  for (let after: string | undefined; found.length < total;) {
    const ids = await courseLearners.page(context, { after, limit: gradesTogether })
    for (const one of await keysOf(host, { context, sort }, ids)) found.push(one)
    after = ids.at(-1)
    await job.save({ progress: { done: Math.min(found.length, total), total }, checkpoint: null })
    if (ids.length < gradesTogether) break
  }
  // Whoever was erased meanwhile is in no list any more.
  const there = new Set<string>()
  for await (const ids of courseLearners.all(context)) for (const id of ids) there.add(id)
  const ordered = inOrder(found, sort, locale).filter((id) => there.has(id))
  return { learners: ordered.slice(0, mostOrdered) }
}

/** What some learners are put in order by. */
export async function keysOf(
  host: GradebookParts,
  { context, sort }: { readonly context: string; readonly sort: GradebookSort },
  ids: readonly string[],
): Promise<readonly { readonly id: string; readonly by: number | string }[]> {
  if (sort === 'name') return (await host.people.of(ids, context)).map(({ id, name }) => ({ id, by: name }))
  const published = await host.courseware.options.units.publication(context)
  const keys: { id: string; by: number }[] = []
  for (let start = 0; start < ids.length; start += gradesTogether) {
    const learners = ids.slice(start, start + gradesTogether).map((id) => host.visitors.learner(id))
    const grades = await host.courseware.gradesOf(published, {
      learners,
      seenBy: 'staff',
      isGradedOnly: true,
    })
    for (const one of grades.learners) keys.push({ id: one.learner.id, by: totalOf(one) })
  }
  return keys
}

/** Ids in order; those that are alike in the order of their ids. */
export function inOrder(
  found: readonly { readonly id: string; readonly by: number | string }[],
  sort: GradebookSort,
  locale: string,
): string[] {
  const collator = new Intl.Collator(locale, { numeric: true })
  const byId = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)
  const sign = sort === 'grade' ? -1 : 1
  return [...found]
    .sort((one, other) => {
      const difference =
        typeof one.by === 'number' && typeof other.by === 'number'
          ? sign * (one.by - other.by)
          : collator.compare(String(one.by), String(other.by))
      return difference || byId(one.id, other.id)
    })
    .map(({ id }) => id)
}
