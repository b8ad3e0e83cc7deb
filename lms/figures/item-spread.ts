import { setImmediate as nextTurn } from 'node:timers/promises'
import type { BlockTypes } from '../../runtime/block/index.js'
import { valuesAt, type LearnerStore } from '../learner-state/index.js'
import { mostLearners, type ItemUsage } from './item-reading.js'
import { SpreadTally, type SpreadFigures } from './spread-tally.js'

/** Somebody who tried an item often and got no point. */
export interface StuckLearner {
  /** The learner's id. */
  readonly learner: string
  readonly attempts: number
}

/** How learners are spread over scores and attempts at an item, and who is stuck there. */
export interface ItemSpread extends SpreadFigures {
  /** Who tried {@link manyAttempts} times or more and has no point, who tried most first; the first 20 of them. */
  readonly stuck: readonly StuckLearner[]
}

/** Fewest attempts without a point that make somebody stuck. */
export const manyAttempts = 3
/** Most learners that are named. */
const mostNamed = 20
/** Learners that are read at a time. */
const batch = 100

/**
 * How learners fared at an item, for those who teach them: a bounded read, whatever the number of learners.
 * @throws CompositorError `store-unavailable`
 */
export async function itemSpread(
  { usage, type }: ItemUsage,
  store: Pick<LearnerStore, 'records' | 'blockLearners' | 'resultsAt'>,
  types: BlockTypes,
): Promise<ItemSpread> {
  const attempted = types.get(type)?.capabilities.attempted
  const tally = new SpreadTally()
  const stuck: StuckLearner[] = []
  if (!attempted) return { ...tally.figures(), stuck }
  let after: string | undefined
  for (let looked = 0; looked < mostLearners; looked += batch) {
    const learners = await store.blockLearners.page(usage, { after, limit: batch })
    const values = await valuesAt(store.records, usage, learners)
    const results = await store.resultsAt(usage, learners)
    for (const learner of learners) {
      const own = attempted(values.get(learner) ?? {})
      if (!own) continue
      const { earned = 0, possible = 0 } = results.get(learner)?.grade ?? {}
      tally.add(own, possible > 0 ? earned / possible : undefined)
      if (own.attempts >= manyAttempts && earned === 0) stuck.push({ learner, attempts: own.attempts })
    }
    if (learners.length < batch) break
    after = learners.at(-1)
    await nextTurn()
  }
  const named = stuck.toSorted((one, other) => other.attempts - one.attempts).slice(0, mostNamed)
  return { ...tally.figures(), stuck: named }
}
