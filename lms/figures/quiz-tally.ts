import { fewestLearners } from './item-tally.js'
import { PairSums } from './point-biserial.js'

/** Tenths of all points that scores of a quiz are counted by: from 0 up to 10 %, and so on; all points are in the last. */
export const quizBands = 10

/** What learners made of one question of a quiz, or of what a bank gave them. */
export interface QuestionFigures {
  /** Usage key, as text. */
  readonly key: string
  /** Who has a score at it. */
  readonly learners: number
  /** How easy it is: the mean share of the points of those with a score, from 0 to 1. Absent of fewer than five. */
  readonly facility?: number
  /** Standard deviation of these shares. */
  readonly deviation?: number
  /**
   * Correlation of the share at it with the mean share at the other questions of the quiz, over those who have a score at both; from -1
   * to 1, point-biserial where the question is right or wrong. Absent of fewer than five, and where all fared alike.
   */
  readonly discrimination?: number
}

/** How learners fared at a quiz. */
export interface QuizFigures {
  /** Who has a score at one of its questions. */
  readonly learners: number
  /** Mean and standard deviation of the share of all points, from 0 to 1, and the median, to a hundredth. Absent of fewer than five learners, as is what is spread. */
  readonly mean?: number
  readonly deviation?: number
  readonly median?: number
  /** Learners by tenths of the points. */
  readonly scores?: readonly number[]
  /** In the order of the quiz. */
  readonly questions: readonly QuestionFigures[]
}

/** Sums over the learners of a quiz. */
export class QuizTally {
  readonly #questions: readonly {
    readonly key: string
    count: number
    sum: number
    squares: number
    readonly pairs: PairSums
  }[]
  /** Learners by hundredths of the points. */
  readonly #hundredths = Array.from({ length: 101 }, () => 0)
  #learners = 0
  #sum = 0
  #squares = 0

  /** @param keys of the questions, in order */
  constructor(keys: readonly string[]) {
    this.#questions = keys.map((key) => ({ key, count: 0, sum: 0, squares: 0, pairs: new PairSums() }))
  }

  /**
   * Takes in a learner who has a score at one of the questions.
   * @param shares of the points of each question, in order, from 0 to 1; undefined without a score
   * @param total share of all points that can be had
   */
  add(shares: readonly (number | undefined)[], total: number): void {
    const known = shares.flatMap((share) => share ?? [])
    if (known.length === 0) return
    const all = known.reduce((sum, share) => sum + share, 0)
    for (const [place, question] of this.#questions.entries()) {
      const share = shares[place]
      if (share === undefined) continue
      question.count++
      question.sum += share
      question.squares += share * share
      if (known.length > 1) question.pairs.add(share, (all - share) / (known.length - 1))
    }
    this.#learners++
    this.#sum += total
    this.#squares += total * total
    const place = Math.max(0, Math.min(100, Math.floor(total * 100 + 1e-9)))
    this.#hundredths[place] = (this.#hundredths[place] ?? 0) + 1
  }

  figures(): QuizFigures {
    const questions = this.#questions.map(({ key, count, sum, squares, pairs }): QuestionFigures => {
      const discrimination = pairs.correlation(fewestLearners)
      if (count < fewestLearners) return { key, learners: count }
      return {
        key,
        learners: count,
        facility: sum / count,
        deviation: deviationOf(count, sum, squares),
        ...(discrimination !== undefined && { discrimination }),
      }
    })
    const learners = this.#learners
    if (learners < fewestLearners) return { learners, questions }
    const scores = Array.from({ length: quizBands }, () => 0)
    for (const [percent, count] of this.#hundredths.entries()) {
      const band = Math.min(quizBands - 1, Math.floor((percent * quizBands) / 100))
      scores[band] = (scores[band] ?? 0) + count
    }
    return {
      learners,
      mean: this.#sum / learners,
      deviation: deviationOf(learners, this.#sum, this.#squares),
      median: this.#median(),
      scores,
      questions,
    }
  }

  #median(): number {
    const at = (rank: number): number => {
      let before = 0
      const percent = this.#hundredths.findIndex((count) => (before += count) > rank)
      return percent / 100
    }
    return (at(Math.floor((this.#learners - 1) / 2)) + at(Math.floor(this.#learners / 2))) / 2
  }
}

function deviationOf(count: number, sum: number, squares: number): number {
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2))
}
