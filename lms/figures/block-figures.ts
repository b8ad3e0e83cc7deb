import type { BlockTypes } from '../../runtime/block/index.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import type { LearnerStore } from '../learner-state/index.js'
import { faredAt, type ItemUsage } from './fared.js'
import { ItemTally, type ItemFigures } from './item-tally.js'
import { RestShares } from './rest-shares.js'
import { SpreadTally, type SpreadFigures } from './spread-tally.js'

/** Somebody who tried an item often and got no point. */
export interface StuckLearner {
  /** The learner's id. */
  readonly learner: string
  readonly attempts: number
}

/** How learners fared at a block: what they answered, how they are spread over scores and attempts, and who is stuck there. */
export interface BlockFigures {
  readonly figures: ItemFigures
  readonly spread: SpreadFigures
  /** Who tried {@link manyAttempts} times or more and has no point, who tried most first; the first 20 of them. */
  readonly stuck: readonly StuckLearner[]
  /** How many are stuck. */
  readonly stuckCount: number
}

/** Fewest attempts without a point that make somebody stuck. */
export const manyAttempts = 3
/** Most learners that are named. */
const mostNamed = 20

/** What figures are read of, and told while they are. */
export interface FigureSources {
  readonly store: Pick<LearnerStore, 'records' | 'blockLearners' | 'resultsAt'>
  readonly types: BlockTypes
  /** Told how many learners were looked at since; what it throws ends the reading. */
  readonly onLooked?: ((learners: number) => Promise<void> | void) | undefined
}

/** The same for one block. */
export interface BlockSources extends FigureSources {
  /** What learners have in the rest of the course, where several of its blocks are looked at. */
  readonly rests?: RestShares | undefined
}

/**
 * How all learners fared at a block, for those who teach them. It costs what there are of learners, a few of whom are held at a time.
 * @throws CompositorError `store-unavailable`
 */
export async function blockFigures(
  item: ItemUsage,
  { store, types, onLooked, rests = restsAt(item, store) }: BlockSources,
): Promise<BlockFigures> {
  const { usage } = item
  const [tally, spread, stuck] = [new ItemTally(), new SpreadTally(), new Stuck()]
  for await (const { looked, fared } of faredAt(item, store, types)) {
    const results = await store.resultsAt(
      usage,
      fared.map(({ learner }) => learner),
    )
    await Promise.all(
      fared.map(async ({ learner, own }) => {
        const { earned = 0, possible = 0 } = results.get(learner)?.grade ?? {}
        const share = possible > 0 ? earned / possible : undefined
        tally.add({ ...own, rest: await rests.of(learner, share) })
        spread.add(own, share)
        if (isStuck(own.attempts, earned)) stuck.add({ learner, attempts: own.attempts })
      }),
    )
    await onLooked?.(looked)
  }
  return { figures: tally.figures(), spread: spread.figures(), stuck: stuck.first, stuckCount: stuck.count }
}

function restsAt({ usage }: ItemUsage, { records }: Pick<LearnerStore, 'records'>): RestShares {
  return new RestShares(records, parseUsageKey(usage).context.withoutBranchOrVersion().toString())
}

/** Whether so many attempts for so many points make somebody stuck. */
export function isStuck(attempts: number, earned: number): boolean {
  return attempts >= manyAttempts && earned <= 0
}

/** Those who tried most, of any number. */
class Stuck {
  #kept: StuckLearner[] = []
  count = 0

  add(one: StuckLearner): void {
    this.count++
    this.#kept.push(one)
    if (this.#kept.length >= 2 * mostNamed) this.#kept = [...this.first]
  }

  get first(): readonly StuckLearner[] {
    return this.#kept.toSorted((one, other) => other.attempts - one.attempts).slice(0, mostNamed)
  }
}
