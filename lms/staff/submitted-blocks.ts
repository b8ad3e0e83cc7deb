import type { ComposedBlock, ComposedUnit } from '../../runtime/unit/index.js'
import type { Grade } from '../learner-state/index.js'
import type { Learner } from '../learner.js'
import type { LearnerUnits } from '../learner-units.js'
import { blockIn } from './block-in.js'
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
        learners: store.learnersOf(block.key).length,
      })
    }
    for (const child of block.children) visit(child)
  }
  visit(root)
  return found
}

/**
 * The learners with values at a block, by id, with their grades.
 * @throws CompositorError `staff-only`, `block-not-found`
 */
export function learnersAt(
  { options: { store } }: LearnerUnits,
  unit: ComposedUnit,
  { usageKey, by }: { readonly usageKey: string; readonly by: Learner },
): LearnerAtBlock[] {
  staffOnly(by)
  blockIn(unit, usageKey)
  const grade = (id: string) => store.results(id, [usageKey]).get(usageKey)?.grade ?? null
  return [...store.learnersOf(usageKey)].sort().map((learner) => ({ learner, grade: grade(learner) }))
}
