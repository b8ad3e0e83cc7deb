import { CompositorError } from '../../../runtime/errors/index.js'
import { isJsonObject, type Json } from '../../../runtime/values/json.js'
import { isAnswers, type Answers, type CorrectMap, type Grade } from '../engine.js'
import { scoreFromJson, scoreToJson, type ProblemScore } from './problem-score.js'

/** One graded submission. */
export interface Attempt {
  readonly answers: Answers
  readonly correctMap: CorrectMap
  readonly score: ProblemScore
  /** The seed the learner's problem had then. */
  readonly seed: number
}

/** The three histories as they are stored, oldest attempt first, entry beside entry (the incumbent's fields). */
export interface StoredHistory {
  readonly scoreHistory: readonly Json[]
  readonly studentAnswersHistory: readonly Json[]
  readonly correctMapHistory: readonly Json[]
}

/** The attempts in a stored history; entries that are no attempts are left out. */
export function attemptsIn(stored: StoredHistory): Attempt[] {
  return stored.scoreHistory.flatMap((entry, index) => {
    const score = scoreFromJson(entry)
    const answers = stored.studentAnswersHistory[index]
    const correctMap = stored.correctMapHistory[index]
    if (!score || !isAnswers(answers) || !isJsonObject(correctMap)) return []
    const seed = isJsonObject(entry) && typeof entry['seed'] === 'number' ? entry['seed'] : 1
    return { answers, correctMap: correctMap as unknown as CorrectMap, score, seed }
  })
}

/** A history as it is stored. */
export function storedHistory(attempts: readonly Attempt[]): {
  readonly [Name in keyof StoredHistory]: Json[]
} {
  return {
    scoreHistory: attempts.map(({ score, seed }) => ({ ...scoreToJson(score), seed })),
    studentAnswersHistory: attempts.map(({ answers }) => answers),
    correctMapHistory: attempts.map(({ correctMap }) => correctMap as unknown as Json),
  }
}

/** A submission as an attempt. A problem cannot earn more than it has. */
export function attemptOf(answers: Answers, seed: number, { correctMap, score, maxScore }: Grade): Attempt {
  return { answers, seed, correctMap, score: { earned: Math.min(score, maxScore), possible: maxScore } }
}

/** The attempt graded again by the problem as it is now; what can no longer be graded stays as it was. */
export async function regraded(attempt: Attempt, grade: () => Promise<Grade>): Promise<Attempt> {
  try {
    return attemptOf(attempt.answers, attempt.seed, await grade())
  } catch (thrown) {
    if (thrown instanceof CompositorError && thrown.code === 'problem-input') return attempt
    throw thrown
  }
}
