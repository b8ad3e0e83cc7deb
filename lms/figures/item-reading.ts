import { setImmediate as nextTurn } from 'node:timers/promises'
import type { BlockTypes } from '../../runtime/block/index.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import { shareElsewhere, valuesAt, type LearnerStore } from '../learner-state/index.js'
import { ItemTally, type ItemFigures } from './item-tally.js'

/** One usage of an item, with its type. */
export interface ItemUsage {
  /** Usage key, as text. */
  readonly usage: string
  readonly type: string
}

/** What was looked at for figures. */
export interface ReadFigures extends ItemFigures {
  /** Whether there were more learners than are looked at; the figures are then of the first {@link mostLearners}, in no order that means anything. */
  readonly isSample: boolean
}

/** Most learners that are looked at, of all usages together. */
export const mostLearners = 2000

/** Learners that are read at a time. */
const batch = 50

/**
 * Figures of an item over its usages, by what is stored of learners: a bounded read, whatever the number of learners.
 * @throws CompositorError `store-unavailable`
 */
export async function itemFigures(
  usages: readonly ItemUsage[],
  store: Pick<LearnerStore, 'records' | 'blockLearners'>,
  types: BlockTypes,
): Promise<ReadFigures> {
  const tally = new ItemTally()
  let left = mostLearners
  let isSample = false
  for (const { usage, type } of usages) {
    const attempted = types.get(type)?.capabilities.attempted
    if (!attempted) continue
    const context = parseUsageKey(usage).context.withoutBranchOrVersion().toString()
    for (let after: string | undefined; ;) {
      const learners = await store.blockLearners.page(usage, { after, limit: batch })
      if (learners.length > left) isSample = true
      const some = learners.slice(0, left)
      const values = await valuesAt(store.records, usage, some)
      const fared = some.flatMap((learner) => {
        const own = attempted(values.get(learner) ?? {})
        return own ? [{ learner, own }] : []
      })
      const rests = await Promise.all(
        fared.map(({ learner }) => shareElsewhere(store.records, learner, context, usage)),
      )
      for (const [place, { own }] of fared.entries()) tally.add({ ...own, rest: rests[place] })
      left -= some.length
      after = learners.at(-1)
      if (learners.length < batch || left <= 0) break
      await nextTurn()
    }
  }
  return { ...tally.figures(), isSample }
}
