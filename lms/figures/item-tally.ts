import type { Attempted } from '../../runtime/block/index.js'
import { PairSums } from './point-biserial.js'

/** Fewest learners of whom a figure is told, so that it singles out nobody. */
export const fewestLearners = 5

/** Values of one input that are told, those that most gave first; and characters of one that are looked at. */
const [mostChoices, longestChoice] = [20, 200]

/** Inputs, and values of one, that are counted. */
const [mostInputs, mostCounted] = [50, 5000]

/** How one learner fared at an item, and at the others of the course. */
export interface TalliedLearner extends Attempted {
  /** Mean share of the points, 0 to 1, of what else they were graded for in the course; undefined for nothing. */
  readonly rest?: number | undefined
}

/** A value that learners gave at an input. */
export interface TakenChoice {
  readonly value: string
  readonly learners: number
}

/** Figures of a component over all learners that were looked at; no learner is named, and none can be told from others. */
export interface ItemFigures {
  /** How many submitted something; undefined for fewer than {@link fewestLearners}, of whom nothing else is told either. */
  readonly learners?: number
  /** Share of them who were fully right at the first try, of those of whom that is known. */
  readonly firstRight?: number
  readonly meanAttempts?: number
  /**
   * Point-biserial correlation of being right at the first try with the mean share of points in the rest of the course: from -1
   * to 1. Absent where all fared alike, and of fewer than {@link fewestLearners} of whom both are known.
   */
  readonly discrimination?: number
  /** Of how many learners both are known. */
  readonly compared?: number
  /** By input, what was answered last, of what {@link fewestLearners} or more answered. */
  readonly choices: Readonly<Record<string, readonly TakenChoice[]>>
}

/** Sums over learners at one item, from which its figures follow. */
export class ItemTally {
  #learners = 0
  #attempts = 0
  #known = 0
  #right = 0
  /** Of learners whose first try and rest are known. */
  readonly #pairs = new PairSums()
  readonly #choices = new Map<string, Map<string, number>>()

  add({ attempts, first, answers, rest }: TalliedLearner): void {
    this.#learners++
    this.#attempts += attempts
    if (first !== undefined) {
      const right = first >= 1 ? 1 : 0
      this.#known++
      this.#right += right
      if (rest !== undefined) this.#pairs.add(right, rest)
    }
    for (const [input, values] of Object.entries(answers)) {
      const counts = this.#choices.get(input) ?? new Map<string, number>()
      if (this.#choices.size >= mostInputs && !this.#choices.has(input)) continue
      this.#choices.set(input, counts)
      for (const value of new Set(values.map((whole) => whole.slice(0, longestChoice))))
        if (counts.size < mostCounted || counts.has(value)) counts.set(value, (counts.get(value) ?? 0) + 1)
    }
  }

  figures(): ItemFigures {
    if (this.#learners < fewestLearners) return { choices: {} }
    const discrimination = this.#pairs.correlation(fewestLearners)
    return {
      learners: this.#learners,
      ...(this.#known >= fewestLearners && { firstRight: this.#right / this.#known }),
      meanAttempts: this.#attempts / this.#learners,
      ...(discrimination !== undefined && { discrimination }),
      compared: this.#pairs.count,
      choices: this.#taken(),
    }
  }

  #taken(): Readonly<Record<string, readonly TakenChoice[]>> {
    const taken = [...this.#choices].flatMap(([input, counts]) => {
      const choices = [...counts]
        .filter(([, learners]) => learners >= fewestLearners)
        .sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1))
        .slice(0, mostChoices)
        .map(([value, learners]) => ({ value, learners }))
      return choices.length > 0 ? [[input, choices] as const] : []
    })
    return Object.fromEntries(taken)
  }
}
