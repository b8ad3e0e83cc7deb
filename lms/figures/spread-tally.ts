import type { Attempted } from '../../runtime/block/index.js'

/** What scores are counted together, as whole percents of the points: from one to the other, both included. */
export const scoreBands: readonly (readonly [number, number])[] = [
  [0, 0],
  [1, 25],
  [26, 50],
  [51, 75],
  [76, 99],
  [100, 100],
]

/** Submissions until all points were had that are told apart; the last stands for it and more. */
export const mostTries = 5

/** Variants that are counted, and told: those that most learners have. */
const [mostCounted, mostVariants] = [500, 20]

/** How learners fared at one variant. */
export interface VariantFigures {
  /** Its number. */
  readonly variant: number
  readonly learners: number
  /** How many of them had all points at some time. */
  readonly right: number
  readonly meanAttempts: number
}

/** How many learners have which score, and how long it took them. */
export interface SpreadFigures {
  /** Learners by {@link scoreBands}; those without a score are in none. */
  readonly scores: readonly number[]
  /** Learners by the submission that first had all points: the first, the second and so on, up to {@link mostTries}. */
  readonly rightAt: readonly number[]
  /** Learners who never had all points. */
  readonly neverRight: number
  /** By number; empty where all have the same. */
  readonly variants: readonly VariantFigures[]
}

/** Counts over learners at one item, for those who teach them. */
export class SpreadTally {
  readonly #scores = scoreBands.map(() => 0)
  readonly #rightAt = Array.from({ length: mostTries }, () => 0)
  #neverRight = 0
  readonly #variants = new Map<number, { learners: number; right: number; attempts: number }>()

  /** @param share of the points, from 0 to 1; undefined for a learner without a score */
  add({ attempts, rightAt, variant }: Attempted, share: number | undefined): void {
    if (share !== undefined) count(this.#scores, bandOf(share))
    if (rightAt === undefined) this.#neverRight++
    else count(this.#rightAt, Math.min(rightAt, mostTries) - 1)
    if (variant === undefined) return
    const known = this.#variants.get(variant)
    if (!known && this.#variants.size >= mostCounted) return
    const { learners = 0, right = 0, attempts: before = 0 } = known ?? {}
    this.#variants.set(variant, {
      learners: learners + 1,
      right: right + (rightAt === undefined ? 0 : 1),
      attempts: before + attempts,
    })
  }

  figures(): SpreadFigures {
    const variants = [...this.#variants]
      .toSorted(([, one], [, other]) => other.learners - one.learners)
      .slice(0, mostVariants)
      .map(([variant, { learners, right, attempts }]) => ({
        variant,
        learners,
        right,
        meanAttempts: attempts / learners,
      }))
      .toSorted((one, other) => one.variant - other.variant)
    return {
      scores: this.#scores,
      rightAt: this.#rightAt,
      neverRight: this.#neverRight,
      variants: this.#variants.size > 1 ? variants : [],
    }
  }
}

/** What is neither nothing nor all is never counted as such, however it is rounded. */
function bandOf(share: number): number {
  const percent = share <= 0 ? 0 : share >= 1 ? 100 : Math.max(1, Math.min(99, Math.round(share * 100)))
  return scoreBands.findIndex(([, to]) => percent <= to)
}

function count(counts: number[], place: number): void {
  counts[place] = (counts[place] ?? 0) + 1
}
