import { setImmediate as nextTurn } from 'node:timers/promises'
import type { BlockTypes } from '../../runtime/block/index.js'
import { valuesAt, type LearnerStore } from '../learner-state/index.js'
import { mostLearners, type ItemUsage } from './item-reading.js'

/** Somebody who tried an item often and got no point. */
export interface StuckLearner {
  /** The learner's id. */
  readonly learner: string
  readonly attempts: number
}

/** Fewest attempts without a point that make somebody stuck. */
export const manyAttempts = 3
/** Most learners that are named. */
const mostNamed = 20
/** Learners that are read at a time. */
const batch = 100

/**
 * Who tried an item {@link manyAttempts} times or more and has no point of it, who tried most first: a bounded read, whatever the
 * number of learners. @throws CompositorError `store-unavailable`
 */
export async function stuckLearners(
  { usage, type }: ItemUsage,
  store: Pick<LearnerStore, 'records' | 'learnersOf' | 'resultsAt'>,
  types: BlockTypes,
): Promise<readonly StuckLearner[]> {
  const attempted = types.get(type)?.capabilities.attempted
  if (!attempted) return []
  const stuck: StuckLearner[] = []
  let after: string | undefined
  for (let looked = 0; looked < mostLearners; looked += batch) {
    const learners = await store.learnersOf(usage, { after, limit: batch })
    const values = await valuesAt(store.records, usage, learners)
    const results = await store.resultsAt(usage, learners)
    for (const learner of learners) {
      const { attempts = 0 } = attempted(values.get(learner) ?? {}) ?? {}
      const earned = results.get(learner)?.grade?.earned ?? 0
      if (attempts >= manyAttempts && earned === 0) stuck.push({ learner, attempts })
    }
    if (learners.length < batch) break
    after = learners.at(-1)
    await nextTurn()
  }
  return stuck.toSorted((one, other) => other.attempts - one.attempts).slice(0, mostNamed)
}
