import type { ComposedBlock, ComposedUnit } from '../runtime/unit/index.js'
import type { Learner } from './learner.js'
import type { LearnerUnit } from './learner-unit.js'
import type { LearnerUnits } from './learner-units.js'

/** A composed block without what only rendering and drawing need, and without children where it has none. */
export interface CourseBlock extends Omit<ComposedBlock, 'prepared' | 'children' | 'pool'> {
  readonly children?: readonly CourseBlock[]
}

/** A unit's tree as one learner has it: plain JSON, with author-only fields, so not for learners' eyes. */
export interface CourseBlocks {
  readonly key: string
  readonly version: string
  readonly children: readonly CourseBlock[]
}

/**
 * The tree of a unit with each bank's selection for this learner in place of its pool (the incumbent's course
 * blocks API). Asking stores nothing and publishes nothing: the seeded selection is the one the first view stores.
 * @throws CompositorError `unit-not-found` of a unit for staff only; `not-yet-open`, `closed`, `not-in-group`
 */
export async function courseBlocks(
  units: LearnerUnits,
  unit: ComposedUnit,
  learner: Learner,
): Promise<CourseBlocks> {
  const one = await units.read(unit, learner, { looking: { at: 'selection' } }, async (opened) => opened)
  return {
    key: unit.key,
    version: unit.version,
    children: one.childrenOf(one.root).map((child) => courseBlock(child, one)),
  }
}

function courseBlock(block: ComposedBlock, one: LearnerUnit): CourseBlock {
  const { prepared: _, children: __, pool: ___, ...plain } = block
  const children = one.childrenOf(block).map((child) => courseBlock(child, one))
  return { ...plain, ...(children.length > 0 && { children }) }
}
