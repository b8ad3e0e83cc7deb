import { setImmediate as nextTurn } from 'node:timers/promises'
import { storedDraw, storedKeys } from '../blocks/randomized/stored-draw.js'
import { bankPool, type Compositor } from '../compositor/index.js'
import { mostLearners, valuesAt, type Points } from '../lms/index.js'
import type { BlockReport, ComposedBlock } from '../runtime/index.js'
import type { Courseware } from './courseware.js'
import type { KnownPeople } from './known-people.js'

/** What a learner was given by a bank, and the raw points they have of it. */
interface GivenMember {
  readonly learner: string
  /** Usage key of the member, as text. */
  readonly member: string
  /** From 1, in the order shown. */
  readonly place: number
  readonly points?: Points
}

/** A member of a bank, and how those fared whom it was given. */
export interface MemberFigures {
  /** Usage key, as text. */
  readonly key: string
  readonly title: string
  readonly learners: number
  /** How many of them have a score. */
  readonly scored: number
  /** Mean share of the points, from 0 to 1, of those with a score. */
  readonly meanShare?: number
}

/** What a bank gave to learners. */
export interface BankReport {
  readonly key: string
  readonly title: string
  /** Who was given something, of those who were looked at. */
  readonly learners: number
  /** Members that were given, those of most learners first. */
  readonly members: readonly MemberFigures[]
  /** Whether there are more learners than were looked at. */
  readonly isSample: boolean
}

/** Members of a bank that are told. */
const mostMembers = 200
/** Learners that are read at a time. */
const batch = 100

/** The field in which banks keep what they drew for a learner. */
const drawn = 'selected'

/** The banks of a unit: blocks that keep what they drew for each learner. */
export function banksIn(courseware: Courseware, root: ComposedBlock): readonly ComposedBlock[] {
  const own = isBank(courseware, root) ? [root] : []
  return [...own, ...root.children.flatMap((child) => banksIn(courseware, child))]
}

/** What a bank gave, over the first learners of it: a bounded read. @throws CompositorError `store-unavailable` */
export async function bankReport(courseware: Courseware, bank: ComposedBlock): Promise<BankReport> {
  const tallies = new Map<string, { learners: number; scored: number; shares: number }>()
  const known = new Set<string>()
  let isSample = false
  for await (const some of givenBy(courseware, bank)) {
    if (known.size >= mostLearners) {
      isSample = true
      break
    }
    for (const { learner, member, points } of some) {
      known.add(learner)
      const tally = tallies.get(member) ?? { learners: 0, scored: 0, shares: 0 }
      tallies.set(member, tally)
      tally.learners++
      if (!points || points.possible <= 0) continue
      tally.scored++
      tally.shares += points.earned / points.possible
    }
  }
  const most = [...tallies].toSorted(([, one], [, other]) => other.learners - one.learners)
  const members: MemberFigures[] = []
  for (const [key, { learners, scored, shares }] of most.slice(0, mostMembers))
    members.push({
      key,
      title: await titleOf(courseware.compositor, bank, key),
      learners,
      scored,
      ...(scored > 0 && { meanShare: shares / scored }),
    })
  return { key: bank.key, title: titleIn(bank), learners: known.size, members, isSample }
}

/** What is needed to list what a bank gave. */
export interface GivenOf {
  readonly bank: ComposedBlock
  /** Of the course, as text. */
  readonly context: string
  readonly columns: BlockReport['columns']
}

/** What a bank gave: a row for each member of each learner, all of them, read while they are taken. */
export function givenRows(
  { courseware, people }: { readonly courseware: Courseware; readonly people: KnownPeople },
  { bank, context, columns }: GivenOf,
): BlockReport {
  const titles = new Map<string, string>()
  const rows = async function* (): BlockReport['rows'] {
    for await (const some of givenBy(courseware, bank)) {
      const known = await people.of([...new Set(some.map(({ learner }) => learner))], context)
      const byId = new Map(known.map((one) => [one.id, one]))
      for (const { learner, member, place, points } of some) {
        const title = titles.get(member) ?? (await titleOf(courseware.compositor, bank, member))
        if (titles.size < mostMembers) titles.set(member, title)
        const { name = learner, username = '', email = '' } = byId.get(learner) ?? {}
        yield [learner, name, username, email, place, title, points?.earned ?? null, points?.possible ?? null]
      }
    }
  }
  return { columns, rows: rows() }
}

/** What learners were given, some learners at a time. */
async function* givenBy(
  { options }: Courseware,
  bank: ComposedBlock,
): AsyncGenerator<readonly GivenMember[]> {
  const store = options.learners
  const members = bankPool(bank)
  for (let after: string | undefined; ;) {
    const learners = await store.blockLearners.page(bank.key, { after, limit: batch })
    const values = await valuesAt(store.records, bank.key, learners)
    const given = learners.map((learner) => ({
      learner,
      keys: storedKeys(storedDraw(values.get(learner)?.[drawn]).keys, members),
    }))
    const takers = new Map<string, string[]>()
    for (const { learner, keys } of given)
      for (const key of keys) takers.set(key, [...(takers.get(key) ?? []), learner])
    const results = new Map<string, Awaited<ReturnType<typeof store.resultsAt>>>()
    for (const [key, some] of takers) results.set(key, await store.resultsAt(key, some))
    const some = given.flatMap(({ learner, keys }) =>
      keys.map((member, index): GivenMember => {
        const points = results.get(member)?.get(learner)?.grade
        return { learner, member, place: index + 1, ...(points && { points }) }
      }),
    )
    if (some.length > 0) yield some
    if (learners.length < batch) return
    after = learners.at(-1)
    await nextTurn()
  }
}

/** The name of a member; its key where it is one no longer. */
async function titleOf(compositor: Compositor, bank: ComposedBlock, key: string): Promise<string> {
  const own = bank.children.find((child) => child.key === key)
  if (own) return titleIn(own)
  if (bankPool(bank).placeOf(key) < 0) return key
  return compositor.members.title({ bank, key })
}

function titleIn({ fields, type }: ComposedBlock): string {
  const { display_name: title } = fields
  return typeof title === 'string' && title.trim() !== '' ? title : type
}

function isBank({ options }: Courseware, { failure, type }: ComposedBlock): boolean {
  return !failure && options.loaded.types.get(type)?.capabilities.choice?.field === drawn
}
