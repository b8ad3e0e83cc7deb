import type { ComposedBlock, ComposedUnit } from '../../runtime/unit/index.js'
import type { Grade, LearnersPage } from '../learner-state/index.js'
import type { Learner } from '../learner.js'
import type { LearnerUnits } from '../learner-units.js'
import { blockIn } from './block-in.js'
import type { LearnersBlock } from './learners-block.js'
import { staffOnly } from './staff-only.js'
import { historyView } from './submissions.js'

/** A block that learners submit something at. */
export interface SubmittedBlock {
  /** Usage key, as text. */
  readonly key: string
  readonly type: string
  /** Its display name, or its type. */
  readonly title: string
  /** Whether what was submitted can be graded again. */
  readonly canRescore: boolean
  /** How many learners have values at it. */
  readonly learners: number
}

/** A learner with values at a block, and the grade they have of it: raw points. */
export interface LearnerAtBlock {
  /** The learner's id. */
  readonly learner: string
  readonly grade: Grade | null
}

/**
 * The blocks of a unit that tell staff of submissions, in its order, whoever sees them.
 * @throws CompositorError `staff-only`
 */
export function submittedBlocks(
  { options: { runtime, store } }: LearnerUnits,
  { root }: ComposedUnit,
  by: Learner,
): SubmittedBlock[] {
  staffOnly(by)
  const found: SubmittedBlock[] = []
  const visit = (block: ComposedBlock): void => {
    const type = block.failure ? undefined : runtime.options.types.get(block.type)
    if (type?.views.has(historyView)) {
      const title = block.fields['display_name']
      found.push({
        key: block.key,
        type: block.type,
        title: typeof title === 'string' && title.trim() !== '' ? title : block.type,
        canRescore: type.rescoreMethod !== undefined,
        learners: store.countLearnersOf(block.key),
      })
    }
    for (const child of block.children) visit(child)
  }
  visit(root)
  return found
}

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
export function learnersAt(
  units: LearnerUnits,
  unit: ComposedUnit,
  { usageKey, by }: Omit<LearnersBlock, 'learner'>,
  page: LearnersPage = {},
): LearnersAtBlock {
  staffOnly(by)
  blockIn(unit, usageKey)
  const { store } = units.options
  const limit = Math.max(1, Math.min(page.limit ?? 100, mostLearners))
  const found = store.learnersOf(usageKey, { ...page, limit: limit + 1 })
  const isBackward = page.before !== undefined
  const hasMore = found.length > limit
  const shown = isBackward ? found.slice(-limit) : found.slice(0, limit)
  const first = isBackward ? undefined : shown[0]
  return {
    learners: shown.map((learner) => gradeOf(units, usageKey, learner)),
    hasPrevious: isBackward
      ? hasMore
      : first !== undefined &&
        store.learnersOf(usageKey, { before: first, limit: 1, search: page.search }).length > 0,
    hasNext: isBackward || hasMore,
  }
}

/**
 * The grade of one learner at a block.
 * @throws CompositorError `staff-only`, `block-not-found`
 */
export function learnerAt(units: LearnerUnits, unit: ComposedUnit, of: LearnersBlock): LearnerAtBlock {
  staffOnly(of.by)
  blockIn(unit, of.usageKey)
  return gradeOf(units, of.usageKey, of.learner.id)
}

function gradeOf({ options: { store } }: LearnerUnits, usage: string, learner: string): LearnerAtBlock {
  return { learner, grade: store.results(learner, [usage]).get(usage)?.grade ?? null }
}
