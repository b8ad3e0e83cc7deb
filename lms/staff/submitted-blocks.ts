import { setImmediate as nextTurn } from 'node:timers/promises'
import { bankPool, type Members } from '../../compositor/index.js'
import type { BlockTypes } from '../../runtime/block/index.js'
import type { ComposedBlock, ComposedUnit } from '../../runtime/unit/index.js'
import type { Grade, LearnersPage, LearnerStore } from '../learner-state/index.js'
import type { Learner } from '../learner.js'
import type { LearnerUnits } from '../learner-units.js'
import { blockIn } from './block-in.js'
import type { LearnersBlock } from './learners-block.js'
import { weighted, type Points } from '../points.js'
import { possibleOf } from './override-score.js'
import { countsAttempts } from './reset-attempts.js'
import { staffOnly } from './staff-only.js'
import { tellsStaff } from './submissions.js'

/** A block that learners submit something at. */
export interface SubmittedBlock {
  /** Usage key, as text. */
  readonly key: string
  readonly type: string
  /** Its display name, or its type. */
  readonly title: string
  /** Whether what was submitted can be graded again. */
  readonly canRescore: boolean
  /** Whether it reports to staff in rows. */
  readonly hasReport: boolean
  /** How many learners have values at it. */
  readonly learners: number
}

/** A learner with values at a block, and the grade they have of it. */
export interface LearnerAtBlock {
  /** The learner's id. */
  readonly learner: string
  /** Raw points. */
  readonly grade: Grade | null
  /** The same as learners see it, by the block's weight. */
  readonly score: Points | null
}

/** The same with what may be done about it. */
export interface LearnerHere extends LearnerAtBlock {
  /** Weighted points that can be had; null for a block without a score. */
  readonly worth: number | null
  readonly countsAttempts: boolean
}

/**
 * The blocks of a unit that tell staff of submissions, in its order, whoever sees them.
 * @throws CompositorError `staff-only`
 */
export async function submittedBlocks(
  { options: { runtime, store, members } }: LearnerUnits,
  { root }: ComposedUnit,
  by: Learner,
): Promise<SubmittedBlock[]> {
  staffOnly(by)
  const found: SubmittedBlock[] = []
  const visit = async (block: ComposedBlock): Promise<void> => {
    const type = block.failure ? undefined : runtime.options.types.get(block.type)
    if (type && tellsStaff(type)) {
      const title = block.fields['display_name']
      found.push({
        key: block.key,
        type: block.type,
        title: typeof title === 'string' && title.trim() !== '' ? title : block.type,
        canRescore: type.rescoreMethod !== undefined,
        hasReport: type.report !== undefined,
        learners: await store.blockLearners.count(block.key),
      })
    }
    for (const child of block.children) await visit(child)
    if (block.pool) found.push(...(await submittedMembers(block, runtime.options.types, store, members)))
  }
  await visit(root)
  return found
}

/** Of the library blocks that a bank may draw, those at which learners have values, of types that tell of submissions. */
async function submittedMembers(
  bank: ComposedBlock,
  types: BlockTypes,
  store: LearnerStore,
  members: Members | undefined,
): Promise<SubmittedBlock[]> {
  const found: SubmittedBlock[] = []
  const listed = [...bankPool(bank).listed()]
  for (let start = 0; start < listed.length; start += together) {
    const counted = listed.slice(start, start + together).map(async ({ key, type: name }) => {
      const type = types.get(name)
      if (!type || !tellsStaff(type)) return []
      const learners = await store.blockLearners.count(key)
      const canRescore = type.rescoreMethod !== undefined
      if (learners === 0) return []
      const title = (await members?.title({ bank, key })) ?? name
      return [{ key, type: name, title, canRescore, hasReport: type.report !== undefined, learners }]
    })
    found.push(...(await Promise.all(counted)).flat())
    await nextTurn()
  }
  return found
}

/** Members that are counted at once. */
const together = 100

/** Some of the learners at a block. */
export interface LearnersAtBlock {
  readonly learners: readonly LearnerAtBlock[]
  /** Whether others come before, and after. */
  readonly hasPrevious: boolean
  readonly hasNext: boolean
}

/** Most learners of one page. */
export const mostLearners = 1000

/**
 * A page of the learners with values at a block, with their grades; 100 where no limit is given, at most {@link mostLearners}.
 * @throws CompositorError `staff-only`, `block-not-found`
 */
export async function learnersAt(
  units: LearnerUnits,
  unit: ComposedUnit,
  { usageKey, by }: Omit<LearnersBlock, 'learner'>,
  page: LearnersPage = {},
): Promise<LearnersAtBlock> {
  staffOnly(by)
  const { weight } = (await blockIn(units, unit, usageKey)).fields
  const { store } = units.options
  const limit = Math.max(1, Math.min(page.limit ?? 100, mostLearners))
  const found = await store.blockLearners.page(usageKey, { ...page, limit: limit + 1 })
  const isBackward = page.before !== undefined
  const hasMore = found.length > limit
  const shown = isBackward ? found.slice(-limit) : found.slice(0, limit)
  const first = isBackward ? undefined : shown[0]
  const results = await store.resultsAt(usageKey, shown)
  return {
    learners: shown.map((learner) => {
      const grade = results.get(learner)?.grade ?? null
      return { learner, grade, score: grade && weighted(grade, weight) }
    }),
    hasPrevious: isBackward
      ? hasMore
      : first !== undefined &&
        (await store.blockLearners.page(usageKey, { before: first, limit: 1, search: page.search })).length >
          0,
    hasNext: isBackward || hasMore,
  }
}

/**
 * The grade of one learner at a block.
 * @throws CompositorError `staff-only`, `block-not-found`
 */
export async function learnerAt(
  units: LearnerUnits,
  unit: ComposedUnit,
  { by, usageKey, learner: { id } }: LearnersBlock,
): Promise<LearnerHere> {
  staffOnly(by)
  const block = await blockIn(units, unit, usageKey)
  const { weight } = block.fields
  const { runtime, store } = units.options
  const grade = (await store.results(id, [usageKey], unit.former)).get(usageKey)?.grade ?? null
  const isScored = runtime.options.types.get(block.type)?.capabilities.hasScore === true && !block.failure
  const raw = { earned: 0, possible: isScored ? (grade?.possible ?? possibleOf(units, block)) : 0 }
  return {
    learner: id,
    grade,
    score: grade && weighted(grade, weight),
    worth: isScored ? weighted(raw, weight).possible : null,
    countsAttempts: countsAttempts(units, block.type),
  }
}
