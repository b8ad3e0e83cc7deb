import { unitSurroundings } from '../runtime/session/unit-surroundings.js'
import type { BlockTypes } from '../runtime/block/index.js'
import { scoreKnowledge } from './known-score.js'
import type { LearnerUnit } from './learner-unit.js'
import type { LookingAround } from './looking-around.js'

/** What the blocks of a unit find around them where it stands in no published course: what is in it. */
export function unitAround(one: LearnerUnit, types: BlockTypes): LookingAround {
  const { unit, batch, learner, now } = one
  return {
    validUntil: Infinity,
    around: ({ composed: { key } }) =>
      unitSurroundings(key, {
        context: unit.context,
        roots: [one.root],
        types,
        childrenOf: (block) => one.childrenOf(block),
        resultOf: (usage) => batch.result(usage),
        knowsScore: (block) => scoreKnowledge(block, learner, now).isKnown,
      }),
  }
}
