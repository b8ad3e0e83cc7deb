import { scoreKnowledge } from '../known-score.js'
import type { Learner } from '../learner.js'
import { PointSum, weighted, type Points } from '../points.js'
import type { BlockProgress, Progress } from '../progress.js'
import type { CountingBlock } from './everybodys-blocks.js'
import type { ResultOf } from './learners-results.js'

/** What one learner has of some units together. */
export class UnitTally {
  readonly #score = new PointSum()
  readonly #graded = new PointSum()
  readonly #completion = { done: 0, blocks: 0 }
  isWithheld = false
  /** Each block of its own, where they are listed. */
  readonly blocks: BlockProgress[] = []

  /** @param now epoch milliseconds @param lists whether blocks are listed one by one */
  constructor(
    private readonly learner: Learner,
    private readonly now: number,
    private readonly lists = false,
  ) {}

  /** Takes in blocks that count for everybody. */
  addBlocks(blocks: readonly CountingBlock[], resultOf: ResultOf): void {
    for (const { block, maxScore, isGraded, isCompletable } of blocks) {
      const result = resultOf(block)
      const completion = isCompletable ? { completion: result?.completion ?? 0 } : {}
      if (isCompletable) this.#complete(result?.completion ?? 0)
      const told = { key: block.key, type: block.type, graded: isGraded, ...completion }
      if (maxScore === undefined) {
        if (this.lists) this.blocks.push(told)
        continue
      }
      const points = weighted(result?.grade ?? { earned: 0, possible: maxScore }, block.fields['weight'])
      const { isCounted, isKnown } = scoreKnowledge(block, this.learner, this.now)
      if (!isKnown) this.isWithheld = true
      if (isCounted) this.#add(points, isGraded)
      if (this.lists)
        this.blocks.push({ ...told, ...(isKnown ? { score: points } : { scoreWithheld: true }) })
    }
  }

  /** Takes in a unit as it was opened for the learner. */
  addProgress({ score, graded, completion, blocks }: Progress): void {
    this.#score.add(score)
    this.#graded.add(graded)
    this.#completion.done += completion.done
    this.#completion.blocks += completion.blocks
    if (this.lists) this.blocks.push(...blocks)
    if (blocks.some(({ scoreWithheld }) => scoreWithheld)) this.isWithheld = true
  }

  /** @param isGraded whether only what is graded counts */
  points(isGraded: boolean): Points {
    return isGraded ? this.#graded.points : this.#score.points
  }

  get completion(): Progress['completion'] {
    return { ...this.#completion }
  }

  #add(points: Points, isGraded: boolean): void {
    this.#score.add(points)
    if (isGraded) this.#graded.add(points)
  }

  #complete(done: number): void {
    this.#completion.blocks++
    this.#completion.done += done
  }
}
