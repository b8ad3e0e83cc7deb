import { setImmediate as nextTurn } from 'node:timers/promises'
import { storedDraw, storedKeys } from '../../blocks/randomized/stored-draw.js'
import { bankPool, type PublishedContext } from '../../compositor/index.js'
import { valuesAt, type FigureSources, type Points } from '../../lms/index.js'
import { CompositorError, parseUsageKey, type BlockReport, type ComposedBlock } from '../../runtime/index.js'
import type { Courseware } from '../courseware.js'
import type { KnownPeople } from '../known-people.js'
import { newestUsage, unitOf } from '../unit-of.js'
import { memberTitle } from './bank-titles.js'
import { titleOf } from './reported-block.js'

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
  /** Who was given something. */
  readonly learners: number
  /** Members that were given, those of most learners first. */
  readonly members: readonly MemberFigures[]
}

/** Members of a bank that are told. */
const mostMembers = 200
/** Learners that are read at a time. */
const batch = 100

/** The field in which banks keep what they drew for a learner. */
export const drawnField = 'selected'

/** The banks of a unit: blocks that keep what they drew for each learner. */
export function banksIn(courseware: Courseware, root: ComposedBlock): readonly ComposedBlock[] {
  const own = isBank(courseware, root) ? [root] : []
  return [...own, ...root.children.flatMap((child) => banksIn(courseware, child))]
}

/** The bank of a key, where it stands in what is published. @throws CompositorError `block-not-found`, `key-malformed` */
export async function bankAt(
  courseware: Courseware,
  published: PublishedContext,
  key: string,
): Promise<ComposedBlock> {
  const usage = newestUsage(published, parseUsageKey(key))
  const { root } = await courseware.unit(await unitOf(published, usage))
  const bank = banksIn(courseware, root).find((one) => one.key === usage.toString())
  if (!bank) throw new CompositorError('block-not-found', 'There is no bank of this key.')
  return bank
}

/** What a bank gave to all learners, a few of whom are held at a time. @throws CompositorError `store-unavailable` */
export async function bankReport(
  courseware: Courseware,
  bank: ComposedBlock,
  onLooked?: FigureSources['onLooked'],
): Promise<BankReport> {
  const tallies = new Map<string, { learners: number; scored: number; shares: number }>()
  let learners = 0
  for await (const some of givenBy(courseware, bank)) {
    await onLooked?.(some.looked)
    learners += some.given.filter(({ place }) => place === 1).length
    for (const { member, points } of some.given) {
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
  for (const [key, { learners: takers, scored, shares }] of most.slice(0, mostMembers))
    members.push({
      key,
      title: await memberTitle(courseware.compositor, bank, key),
      learners: takers,
      scored,
      ...(scored > 0 && { meanShare: shares / scored }),
    })
  return { key: bank.key, title: titleOf(bank), learners, members }
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
    for await (const { given: some } of givenBy(courseware, bank)) {
      const known = await people.of([...new Set(some.map(({ learner }) => learner))], context)
      const byId = new Map(known.map((one) => [one.id, one]))
      for (const { learner, member, place, points } of some) {
        const title = titles.get(member) ?? (await memberTitle(courseware.compositor, bank, member))
        if (titles.size < mostMembers) titles.set(member, title)
        const { name = learner, username = '', email = '' } = byId.get(learner) ?? {}
        yield [learner, name, username, email, place, title, points?.earned ?? null, points?.possible ?? null]
      }
    }
  }
  return { columns, rows: rows() }
}

/** What some learners were given. */
interface SomeGiven {
  /** How many have values at the bank. */
  readonly looked: number
  readonly given: readonly GivenMember[]
}

/** What learners were given, some learners at a time. */
async function* givenBy({ options }: Courseware, bank: ComposedBlock): AsyncGenerator<SomeGiven> {
  const store = options.learners
  const members = bankPool(bank)
  for (let after: string | undefined; ;) {
    const learners = await store.blockLearners.page(bank.key, { after, limit: batch })
    const values = await valuesAt(store.records, bank.key, learners)
    const given = learners.map((learner) => ({
      learner,
      keys: storedKeys(storedDraw(values.get(learner)?.[drawnField]).keys, members),
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
    if (learners.length > 0) yield { looked: learners.length, given: some }
    if (learners.length < batch) return
    after = learners.at(-1)
    await nextTurn()
  }
}

function isBank({ options }: Courseware, { failure, type }: ComposedBlock): boolean {
  return !failure && options.loaded.types.get(type)?.capabilities.choice?.field === drawnField
}
