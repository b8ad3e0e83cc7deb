import type { EarlierAttempts } from './attempt-history.js'
import type { ProblemScore } from './problem-score.js'

/** Which of a learner's attempts counts. */
export type GradingMethod = 'last_score' | 'first_score' | 'highest_score' | 'average_score'

/** Reads a `grading_method` setting, with or without its `_score`; what means nothing is the last score. */
export function gradingMethodOf(setting: string): GradingMethod {
  const name = `${setting
    .trim()
    .toLowerCase()
    .replace(/_score$/, '')}_score`
  return name === 'first_score' || name === 'highest_score' || name === 'average_score' ? name : 'last_score'
}

/**
 * The score that counts, of all attempts in order, the last one just made.
 * @param earlier attempts that are not in the history, neither the first nor the last
 */
export function countedScore(
  method: GradingMethod,
  history: readonly ProblemScore[],
  earlier: EarlierAttempts = { count: 0, sum: 0, best: 0 },
): ProblemScore {
  const last = history.at(-1) ?? { earned: 0, possible: 0 }
  const { possible } = last
  const earned = history.map((score) => score.earned)
  switch (method) {
    case 'first_score':
      return { earned: Math.min(earned[0] ?? 0, possible), possible }
    case 'highest_score':
      return { earned: Math.min(Math.max(earlier.best, ...earned), possible), possible }
    case 'average_score':
      return { earned: Math.min(meanOf(earned, earlier), possible), possible }
    default:
      return last
  }
}

/** The mean to two places, as Python rounds: by the exact value of the number, a tie going to the even digit. */
function meanOf(earned: readonly number[], { count, sum: before }: EarlierAttempts): number {
  const mean = earned.reduce((sum, one) => sum + one, before) / Math.max(earned.length + count, 1)
  const isTie = Number.isInteger(mean * 8) && !Number.isInteger(mean * 4)
  return isTie ? (2 * Math.round((mean * 100) / 2)) / 100 : Number(mean.toFixed(2))
}
