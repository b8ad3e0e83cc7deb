import type { BlockTypes } from '../../runtime/block/index.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import { shareElsewhere, type LearnerStore } from '../learner-state/index.js'
import { faredAt, type ItemUsage } from './fared.js'
import { ItemTally, type ItemFigures } from './item-tally.js'

/** What was looked at for figures. */
export interface ReadFigures extends ItemFigures {
  /** Whether there were more learners than are looked at; the figures are then of the first {@link mostLearners}, in no order that means anything. */
  readonly isSample: boolean
}

/** Most learners that are looked at within a request, of all usages together. */
export const mostLearners = 2000

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
  for (const item of usages) {
    if (isSample) break
    const context = parseUsageKey(item.usage).context.withoutBranchOrVersion().toString()
    for await (const { looked, fared } of faredAt(item, store, types)) {
      if (left <= 0) {
        isSample = true
        break
      }
      const rests = await Promise.all(
        fared.map(({ learner }) => shareElsewhere(store.records, learner, context, item.usage)),
      )
      for (const [place, { own }] of fared.entries()) tally.add({ ...own, rest: rests[place] })
      left -= looked
    }
  }
  return { ...tally.figures(), isSample }
}
