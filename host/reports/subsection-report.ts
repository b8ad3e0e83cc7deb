import { setImmediate as nextTurn } from 'node:timers/promises'
import { bankPool, type PublishedContext } from '../../compositor/index.js'
import { storedDraw, storedKeys } from '../../blocks/randomized/stored-draw.js'
import {
  QuizTally,
  valuesAt,
  type FigureSources,
  type Learner,
  type QuestionFigures,
  type QuizFigures,
  type Subsection,
} from '../../lms/index.js'
import { parseUsageKey, type ComposedBlock } from '../../runtime/index.js'
import type { Courseware } from '../courseware.js'
import { banksIn, drawnField } from './bank-report.js'
import { titleOf } from './reported-block.js'

/** A question of a quiz, or a bank that gives questions, and how learners fared at it. */
export interface ReportedItem extends QuestionFigures {
  readonly title: string
  /** Key of the unit that it is in. */
  readonly unit: string
  readonly isBank: boolean
}

/** How learners fared at a whole subsection, such as a quiz. */
export interface SubsectionReport extends Omit<QuizFigures, 'questions'> {
  readonly kind: 'subsection'
  /** In the order of the quiz. */
  readonly questions: readonly ReportedItem[]
  /** Whether there are more questions than are looked at. */
  readonly isCut: boolean
}

/** Questions that are looked at. */
const mostQuestions = 2000
/** Learners that are read at a time. */
const batch = 50

type Item = Pick<ReportedItem, 'key' | 'title' | 'unit' | 'isBank'> & {
  /** Of a bank, what it is composed to. */
  readonly bank?: ComposedBlock
}

/** How a subsection is looked at. */
export interface SubsectionSources extends Pick<FigureSources, 'onLooked'> {
  /** A learner by their id. */
  readonly learnerOf: (id: string) => Learner
  /** Questions that are looked at. */
  readonly most?: number
}

/**
 * How all learners fared at a subsection: their scores as the gradebook has them, and each question as they answered it.
 * @returns undefined where it has more questions than `most`
 * @throws CompositorError `store-unavailable`, `compositor-busy`
 */
export async function subsectionReport(
  courseware: Courseware,
  published: PublishedContext,
  subsection: Subsection,
  { learnerOf, onLooked, most = Infinity }: SubsectionSources,
): Promise<SubsectionReport | undefined> {
  const { courseLearners } = courseware.options.learners
  const { context } = published.publication
  const all = await itemsOf(courseware, subsection)
  if (all.length > most) return undefined
  const items = all.slice(0, mostQuestions)
  const tally = new QuizTally(items.map(({ key }) => key))
  for (let after: string | undefined; ;) {
    const ids = await courseLearners.page(context, { after, limit: batch })
    const shares = await sharesOf(courseware, items, ids)
    const began = ids.filter((_, at) => shares[at]?.some((share) => share !== undefined))
    const { learners } = await courseware.gradesOf(published, {
      learners: began.map(learnerOf),
      seenBy: 'staff',
      within: subsection.key,
    })
    const totals = new Map(learners.map(({ learner, subsections: [own] }) => [learner.id, own?.points]))
    for (const [at, id] of ids.entries()) {
      const { earned = 0, possible = 0 } = totals.get(id) ?? {}
      if (possible > 0) tally.add(shares[at] ?? [], earned / possible)
    }
    await onLooked?.(ids.length)
    after = ids.at(-1)
    if (ids.length < batch) break
    await nextTurn()
  }
  const { questions, ...spread } = tally.figures()
  const reported = items.flatMap(({ title, unit, isBank }, at) => {
    const figures = questions[at]
    return figures ? [{ title, unit, isBank, ...figures }] : []
  })
  return { kind: 'subsection', ...spread, questions: reported, isCut: all.length > items.length }
}

/** What is scored in a subsection, in its order; of a bank all that it gives together. */
async function itemsOf(courseware: Courseware, { units }: Subsection): Promise<readonly Item[]> {
  const { types } = courseware.options.loaded
  const items: Item[] = []
  for (const { key: unit } of units) {
    if (items.length > mostQuestions) break
    const { root } = await courseware.unit(parseUsageKey(unit))
    const banks = new Set(banksIn(courseware, root))
    const visit = (block: ComposedBlock): void => {
      const isBank = banks.has(block)
      const isScored = !block.failure && types.get(block.type)?.capabilities.hasScore === true
      if (isBank || isScored)
        items.push({ key: block.key, title: titleOf(block), unit, isBank, ...(isBank && { bank: block }) })
      if (!isBank) block.children.forEach(visit)
    }
    visit(root)
  }
  return items
}

/** By learner, in the order of the items, the share of the points they have of each. */
async function sharesOf(
  { options: { learners: store } }: Courseware,
  items: readonly Item[],
  ids: readonly string[],
): Promise<readonly (readonly (number | undefined)[])[]> {
  const shares = ids.map((): (number | undefined)[] => items.map(() => undefined))
  for (const [place, { key, bank }] of items.entries()) {
    const set = (at: number, share: number | undefined) => {
      const own = shares[at]
      if (own) own[place] = share
    }
    if (!bank) {
      const results = await store.resultsAt(key, ids)
      for (const [at, id] of ids.entries()) set(at, shareOf(results.get(id)?.grade))
      continue
    }
    const values = await valuesAt(store.records, key, ids)
    const members = bankPool(bank)
    for (const [at, id] of ids.entries()) {
      const given = storedKeys(storedDraw(values.get(id)?.[drawnField]).keys, members)
      if (given.length === 0) continue
      let [earned, possible] = [0, 0]
      for (const { grade } of (await store.results(id, given)).values()) {
        earned += grade?.earned ?? 0
        possible += grade?.possible ?? 0
      }
      set(at, shareOf({ earned, possible }))
    }
  }
  return shares
}

function shareOf(
  points: { readonly earned: number; readonly possible: number } | undefined,
): number | undefined {
  return points && points.possible > 0 ? points.earned / points.possible : undefined
}
