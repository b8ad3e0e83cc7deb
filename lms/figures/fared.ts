import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Attempted, BlockTypes } from '../../runtime/block/index.js'
import { valuesAt, type LearnerStore } from '../learner-state/index.js'

/** One usage of an item, with its type. */
export interface ItemUsage {
  /** Usage key, as text. */
  readonly usage: string
  readonly type: string
}

/** Some learners at an item. */
export interface SomeFared {
  /** How many have values at it. */
  readonly looked: number
  /** Those of them who submitted something, with how they fared. */
  readonly fared: readonly { readonly learner: string; readonly own: Attempted }[]
}

/** Learners that are read at a time. */
const batch = 50

/**
 * Who submitted something at an item, some learners at a time, in the order of their ids.
 * @throws CompositorError `store-unavailable`
 */
export async function* faredAt(
  { usage, type }: ItemUsage,
  store: Pick<LearnerStore, 'records' | 'blockLearners'>,
  types: BlockTypes,
): AsyncGenerator<SomeFared> {
  const attempted = types.get(type)?.capabilities.attempted
  if (!attempted) return
  for (let after: string | undefined; ;) {
    const learners = await store.blockLearners.page(usage, { after, limit: batch })
    const values = await valuesAt(store.records, usage, learners)
    const fared = learners.flatMap((learner) => {
      const own = attempted(values.get(learner) ?? {})
      return own ? [{ learner, own }] : []
    })
    if (learners.length > 0) yield { looked: learners.length, fared }
    after = learners.at(-1)
    if (learners.length < batch) return
    await nextTurn()
  }
}
