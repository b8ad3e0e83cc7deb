import { LRUCache } from 'lru-cache'
import type { Records } from '../../store/index.js'
import { resultsIn } from '../learner-state/index.js'

/** Learners whose sums are held at once. */
const mostHeld = 20_000

/** What learners have in the rest of a course, for several of its blocks: all that a learner has there is read once. */
export class RestShares {
  readonly #sums = new LRUCache<string, Promise<{ readonly count: number; readonly sum: number }>>({
    max: mostHeld,
  })

  /** @param context key, as text */
  constructor(
    private readonly records: Records,
    private readonly context: string,
  ) {}

  /**
   * The mean share of the points that a learner has at the graded blocks of the course besides one; undefined where there are none.
   * @param own share that they have at that one; undefined without a score
   * @throws CompositorError `store-unavailable`
   */
  async of(learner: string, own: number | undefined): Promise<number | undefined> {
    let sums = this.#sums.get(learner)
    if (!sums) this.#sums.set(learner, (sums = this.#read(learner)))
    const { count, sum } = await sums
    const others = count - (own === undefined ? 0 : 1)
    return others > 0 ? Math.max(0, Math.min(1, (sum - (own ?? 0)) / others)) : undefined
  }

  async #read(learner: string): Promise<{ readonly count: number; readonly sum: number }> {
    let [count, sum] = [0, 0]
    for await (const [, { grade }] of resultsIn(this.records, learner, this.context)) {
      if (!grade || grade.possible <= 0) continue
      count++
      sum += grade.earned / grade.possible
    }
    return { count, sum }
  }
}
